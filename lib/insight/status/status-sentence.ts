import type { Health } from "@/lib/insight/health/health-rule";
import { counted, lowerFirst } from "@/lib/kernel/words";

/** The facts that the sentence is made from. */
export interface StatusFacts {
  health: Health;
  /** Title of the most urgent alert, in the words for customers. */
  alert: string | null;
  /** Every hop is proven; until then something still has to be set up or tried. */
  isProven: boolean;
  sources: readonly {
    isHeld: boolean;
    forwarded: number;
    pending: number;
  }[];
  destinations: readonly {
    isHeld: boolean;
    segments: number;
    segmentsOn: number;
    segmentsInStep: number;
    segmentsFailed: number;
    owed: number;
  }[];
}

const grouped = new Intl.NumberFormat("en-US");

/**
 * How a customer's connection is doing, in one sentence for the customer's admin. Pure; every number is one of the
 * facts.
 */
export function statusSentence(facts: StatusFacts): string {
  switch (facts.health) {
    case "paused":
      return `Paused. Incoming data is kept, and sent on when the team resumes the connection.${keptWords(facts)}`;
    case "waiting":
      return "Nothing has arrived yet. The checklist below shows what comes next.";
    case "failing":
      return `There is a problem: ${failingWords(facts)}`;
    case "attention":
      return `Data is flowing, but something needs attention: ${facts.alert ? lowerFirst(facts.alert) : "the team has been told"}.`;
    case "healthy":
      return `${subject(facts)} is flowing: ${flowWords(facts)}.`;
  }
}

function failingWords({ alert, sources, destinations }: StatusFacts): string {
  if (alert) return `${lowerFirst(alert)}.`;
  const failed = sum(destinations, ({ segmentsFailed }) => segmentsFailed);
  if (failed > 0) {
    return `the last sync failed for ${counted(failed, "segment")}. Changes are kept and retried.`;
  }
  const pending = sum(sources, (source) => source.pending);
  return `Heap is not accepting events right now. ${counted(pending, "event")} ${pending === 1 ? "is" : "are"} kept and will be sent as soon as it accepts events again.`;
}

function flowWords(facts: StatusFacts): string {
  const { sources, destinations } = facts;
  const parts: string[] = [];
  if (sources.length > 0) {
    const forwarded = sum(sources, (source) => source.forwarded);
    const reached = forwarded === 0 ? "no event" : counted(forwarded, "event");
    parts.push(`${reached} reached Heap in the last 24 hours`);
  }
  if (destinations.length > 0) parts.push(segmentWords(destinations));
  return parts.join(", and ");
}

function segmentWords(destinations: StatusFacts["destinations"]): string {
  const on = sum(destinations, ({ segmentsOn }) => segmentsOn);
  const inStep = sum(destinations, ({ segmentsInStep }) => segmentsInStep);
  if (on === 0) {
    const isEmpty = sum(destinations, ({ segments }) => segments) === 0;
    return isEmpty ? "Heap has not sent any segments yet" : "no segment is on";
  }
  if (on === inStep) return allWords(on);

  const owed = sum(destinations, (destination) => destination.owed);
  const onTheWay = `${counted(owed, "change")} ${owed === 1 ? "is" : "are"} on the way to Braze`;
  if (on === 1) return onTheWay;
  return `${grouped.format(inStep)} of ${counted(on, "segment")} ${inStep === 1 ? "is" : "are"} in sync and ${onTheWay}`;
}

function allWords(segments: number): string {
  if (segments === 1) return "the one segment is in sync";
  return segments === 2 ? "both segments are in sync" : `all ${counted(segments, "segment")} are in sync`;
}

function keptWords({ sources, destinations }: StatusFacts): string {
  const events = sum(sources, ({ pending }) => pending);
  const changes = sum(destinations, ({ owed }) => owed);
  const kept = [
    ...(events > 0 ? [counted(events, "event")] : []),
    ...(changes > 0 ? [counted(changes, "segment change")] : []),
  ];
  return kept.length === 0 ? " Nothing is queued." : ` ${kept.join(" and ")} queued.`;
}

/** What the sentence may claim to be flowing. */
function subject({ sources, destinations, isProven }: StatusFacts): string {
  if ([...sources, ...destinations].some(({ isHeld }) => isHeld)) return "Everything that is not paused";
  return isProven ? "Everything" : "What is set up so far";
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

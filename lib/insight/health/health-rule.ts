import { z } from "zod";
import { FAILURES_IN_A_ROW } from "@/lib/insight/alerts/failures-in-a-row";
import { heldBy } from "@/lib/kernel/holds/hold-rule";
import { counted, utc } from "@/lib/kernel/words";

/**
 * How a customer is doing. `failing`: harm is done, something is lost, or a flow is stopped now. `attention`: it flows,
 * but something is missing. `waiting`: nothing was received yet. `paused`: someone stopped it (archived ones too).
 */
export const HEALTH_WORDS = ["failing", "attention", "waiting", "healthy", "paused"] as const;

export const healthWord = z.enum(HEALTH_WORDS);
export type Health = z.infer<typeof healthWord>;

/** Health with its reason in words; of a healthy customer, what is worth a note without being trouble. */
export const healthView = z.strictObject({ health: healthWord, healthReason: z.string().nullable() });
export type HealthView = z.infer<typeof healthView>;

/** The figures that the reasons mention. */
export interface HealthFacts {
  /** The most urgent open alert's message. */
  alertMessage: string | null;
  heapFailures: number;
  failedSegments: number;
  /** How often their syncs have failed in a row, and since when, as text of PostgreSQL. */
  failedTimes: number;
  failedSince: string | null;
  quarantinedLately: number;
  refused: number;
}

/**
 * The rule: the first condition that holds decides (SQL over `FACTS`). The list filters by it and the pages explain
 * with it, so there is no second place to keep in step.
 */
const RULE = {
  archived: {
    when: heldBy("customer_archived"),
    health: "paused",
    reason: () => "Archived: nothing is accepted",
  },
  paused: {
    when: heldBy("customer_paused"),
    health: "paused",
    reason: () => "Incoming data is kept, and nothing is sent on",
  },
  severe_alert: {
    when: "alerts.severe > 0",
    health: "failing",
    reason: ({ alertMessage }) => alertMessage,
  },
  heap_failing: {
    when: `flow.heap_failures >= ${FAILURES_IN_A_ROW}`,
    health: "failing",
    reason: ({ heapFailures }) => `Heap did not accept the last ${counted(heapFailures, "call")}`,
  },
  sync_failed: {
    when: "membership.failed_segments > 0",
    health: "failing",
    reason: failedWords,
  },
  open_alert: {
    when: "alerts.harmful > 0",
    health: "attention",
    reason: ({ alertMessage }) => alertMessage,
  },
  waiting: {
    when: "flow.last_event_at IS NULL AND membership.last_page_at IS NULL",
    health: "waiting",
    reason: () => "Nothing received yet",
  },
  healthy: { when: "true", health: "healthy", reason: noteWords },
} as const satisfies Record<
  string,
  { when: string; health: Health; reason: (facts: HealthFacts) => string | null }
>;

/** The newest syncs that failed, with all that failed before them for the same cause. */
function failedWords({ failedSegments, failedTimes, failedSince }: HealthFacts): string {
  const segments = counted(failedSegments, "segment");
  return failedTimes > failedSegments && failedSince
    ? `The syncs of ${segments} have failed ${failedTimes} times since ${utc(new Date(failedSince))}`
    : `The latest sync failed for ${segments}`;
}

/** What is below the customer's thresholds, or only asks for a decision: an alert would tell of more. */
function noteWords({ alertMessage, quarantinedLately, refused }: HealthFacts): string | null {
  const notes = [
    alertMessage,
    quarantinedLately > 0 && `${counted(quarantinedLately, "event")} quarantined in the last 24 hours`,
    refused > 0 && `${counted(refused, "member")} refused`,
  ].filter((note) => typeof note === "string");
  return notes.length === 0 ? null : notes.join(" · ");
}

/** Which condition of the rule decided. */
export type Finding = keyof typeof RULE;

const FINDINGS = Object.keys(RULE) as Finding[];

/** Decides each customer's finding, in SQL: a join that adds `judged.finding` to `customer c` with its `FACTS`. */
export const JUDGED = `
  CROSS JOIN LATERAL (
    SELECT CASE ${FINDINGS.map((finding) => `WHEN ${RULE[finding].when} THEN '${finding}'`).join(" ")} END AS finding
  ) judged`;

/** How urgent a finding is, in SQL: 1 is the most urgent. */
export const HEALTH_RANK = `array_position(ARRAY[${byUrgency()
  .map((finding) => `'${finding}'`)
  .join(", ")}], judged.finding)`;

/** The findings that give a customer this health. */
export function findingsOf(health: Health): Finding[] {
  return FINDINGS.filter((finding) => RULE[finding].health === health);
}

/** The findings that an open alert already reports, with its next action. */
export const ALERT_FINDINGS: readonly Finding[] = ["severe_alert", "open_alert"];

/** The health that a finding means. */
export function healthOf(finding: Finding): Health {
  return RULE[finding].health;
}

/** Puts a finding into words. */
export function toHealth(finding: Finding, facts: HealthFacts): HealthView {
  const { health, reason } = RULE[finding];
  return { health, healthReason: reason(facts) };
}

function byUrgency(): Finding[] {
  return HEALTH_WORDS.flatMap(findingsOf);
}

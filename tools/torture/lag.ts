import { setTimeout as pause } from "node:timers/promises";
import type { Sandbox } from "@/sandbox/start";
import type { DemoCustomer } from "../demo/customers";

/** Seconds from acceptance to delivery: of events at Heap, of members in Braze's cohorts. */
export interface Lags {
  events: number[];
  members: number[];
}

export interface LagFigures {
  measured: number;
  median: number;
  p95: number;
}

const LOOK_EVERY_MS = 20;
const EVENTS_PER_ROUND = 5;
const EVENT_PAUSE_MS = 2_000;
const MEMBERS_PER_CHANGE = 5;
const CHANGE_PAUSE_MS = 4_000;
/** Longer than this counts as this: the measurement must end. */
export const LONGEST_SECONDS = 120;

/**
 * Lets customers send and sync as usual for a while and measures how long each event takes from Braze's 200 to Heap's
 * record, and each segment change from Heap's 200 to Braze's cohort. Reads the sandbox's own memory.
 */
export async function measureLags(
  sandbox: Sandbox,
  customers: readonly DemoCustomer[],
  seconds: number,
): Promise<Lags> {
  const lags: Lags = { events: [], members: [] };
  const untilMs = Date.now() + seconds * 1_000;
  await Promise.all(
    customers.flatMap((customer, place) => [
      sendEvents(sandbox, customer, untilMs, place, lags.events),
      changeSegments(sandbox, customer, untilMs, place, lags.members),
    ]),
  );
  return lags;
}

async function sendEvents(
  sandbox: Sandbox,
  customer: DemoCustomer,
  untilMs: number,
  place: number,
  lags: number[],
): Promise<void> {
  const { ledger } = customer.currents;
  const arrivals: Promise<void>[] = [];
  // Not all at the same moment: ten customers do not send in step.
  await pause((EVENT_PAUSE_MS * place) / 10);
  while (Date.now() < untilMs) {
    const before = ledger.list().length;
    customer.currents.make(EVENTS_PER_ROUND);
    await customer.currents.flush();
    const acceptedMs = Date.now();
    const ids = ledger
      .list()
      .slice(before)
      .flatMap(({ id, state, expected }) =>
        id !== null && state === "acknowledged" && expected === "forward" ? [id] : [],
      );
    const isThere = () => {
      const keys = sandbox.state.heap.apps.get(customer.heapAppId)?.keys;
      return ids.every((id) => keys?.has(id));
    };
    if (ids.length > 0) arrivals.push(until(isThere, acceptedMs).then((lag) => void lags.push(lag)));
    await pause(EVENT_PAUSE_MS);
  }
  await Promise.all(arrivals);
}

async function changeSegments(
  sandbox: Sandbox,
  customer: DemoCustomer,
  untilMs: number,
  place: number,
  lags: number[],
): Promise<void> {
  const arrivals: Promise<void>[] = [];
  await pause((CHANGE_PAUSE_MS * place) / 10);
  for (let change = 0; Date.now() < untilMs; change++) {
    const segmentId = customer.segmentIds[change % customer.segmentIds.length] ?? 0;
    const add = Array.from({ length: MEMBERS_PER_CHANGE }, (_, n) => `member-${Date.now()}-${n}`);
    await customer.segments.sync(segmentId, { add });
    const acceptedMs = Date.now();
    const isThere = () => {
      const cohorts = [
        ...(sandbox.state.braze.workspaces.get(customer.workspaceKey)?.cohorts.values() ?? []),
      ];
      return add.every((key) => cohorts.some((cohort) => cohort.sent.has(key)));
    };
    arrivals.push(until(isThere, acceptedMs).then((lag) => void lags.push(lag)));
    await pause(CHANGE_PAUSE_MS);
  }
  await Promise.all(arrivals);
}

/** Seconds from `sinceMs` until it is so; `LONGEST_SECONDS` at most. */
async function until(isSo: () => boolean, sinceMs: number): Promise<number> {
  while (!isSo() && Date.now() - sinceMs < LONGEST_SECONDS * 1_000) await pause(LOOK_EVERY_MS);
  return Math.min(LONGEST_SECONDS, (Date.now() - sinceMs) / 1_000);
}

/** How many lags there are, and what half and 95% of them do not exceed. */
export function figuresOf(lags: readonly number[]): LagFigures {
  const inOrder = lags.toSorted((left, right) => left - right);
  const at = (share: number) => inOrder[Math.max(0, Math.ceil(inOrder.length * share) - 1)] ?? 0;
  return { measured: inOrder.length, median: at(0.5), p95: at(0.95) };
}

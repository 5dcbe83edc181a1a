import type { DataCentre } from "../data-centre";
import type { Answer } from "../exchange";
import type { Violations } from "../violations";
import { complaintAbout } from "./check-event";
import { refusalOfApp } from "./known-apps";
import { spendBudgets } from "./spend-budgets";
import { appOf, type HeapApp, type HeapState, LAST_EVENTS_KEPT } from "./state";

/** Events in one bulk call (Bulk Track page). */
const MAXIMUM_EVENTS_PER_CALL = 1_000;
/** Distinct event names counted one by one; the rest share one entry. */
const MAXIMUM_NAMES = 10_000;
const OTHER_NAMES = "(other)";

/**
 * `POST /api/track`, single or bulk. One bad event makes it refuse the whole call: Heap documents no partial result.
 * An event with a known idempotency key changes nothing and is still answered 200.
 */
export function track(heap: HeapState, dataCentre: DataCentre, body: Record<string, unknown>): Answer {
  const { app_id: appId } = body;
  if (typeof appId !== "string" || !/^\d+$/.test(appId))
    return heapError(400, "app_id must be a numeric string");

  const app = appOf(heap, appId);
  app.calls += 1;
  const refusal = refusalOfApp(heap, appId, dataCentre);
  if (refusal) return refusal;

  const isBulk = body.events !== undefined;
  const events: unknown = isBulk ? body.events : [body];
  if (!Array.isArray(events)) return refuse(app, "events must be an array");
  if (events.length === 0) return refuse(app, "events must not be empty");
  if (events.length > MAXIMUM_EVENTS_PER_CALL) {
    return refuse(app, `events must not hold more than ${MAXIMUM_EVENTS_PER_CALL} events`);
  }

  app.eventsReceived += events.length;
  for (const event of events) {
    const complaint = complaintAbout(event) ?? complaintAboutPoison(app, event);
    if (complaint) return refuse(app, complaint);
  }

  const exceeded = heap.limitsOn ? spendBudgets(app, events, isBulk, Date.now()) : null;
  if (exceeded) {
    app.limitedCalls += 1;
    heap.violations.record("rate_limited", exceeded);
    return heapError(429, "Too many requests");
  }

  for (const event of events) storeEvent(heap, app, event);
  return { status: 200, body: {} };
}

function storeEvent(heap: HeapState, app: HeapApp, event: Record<string, unknown>): void {
  noteEventViolations(heap.violations, event);

  const { idempotency_key: key } = event;
  if (typeof key === "string") {
    if (app.keys.has(key)) {
      app.repeats += 1;
      return;
    }
    app.keys.add(key);
  }

  app.eventsStored += 1;
  if (typeof event.identity === "string") app.identities.add(event.identity);

  const name = String(event.event);
  const countedName = app.names.has(name) || app.names.size < MAXIMUM_NAMES ? name : OTHER_NAMES;
  app.names.set(countedName, (app.names.get(countedName) ?? 0) + 1);

  app.lastEvents.push(event);
  if (app.lastEvents.length > LAST_EVENTS_KEPT) app.lastEvents.shift();
}

function complaintAboutPoison(app: HeapApp, event: Record<string, unknown>): string | null {
  if (app.poisonIdentities.size > 0 && app.poisonIdentities.has(String(event.identity))) {
    return "identity is not accepted";
  }
  if (app.poisonKeys.size > 0 && app.poisonKeys.has(String(event.idempotency_key))) {
    return "event is not accepted";
  }
  return null;
}

function refuse(app: HeapApp, complaint: string): Answer {
  app.refusedCalls += 1;
  return heapError(400, complaint);
}

function heapError(status: number, error: string): Answer {
  return { status, body: { error } };
}

/** Segment's Heap connector requires at least 8 characters; Heap's own page is silent. */
const MINIMUM_KEY_LENGTH = 8;
/** Heap's page says "fewer than 1024" for property values, but its official clients allow exactly 1024. */
const DOUBTFUL_TEXT_LENGTH = 1_024;
/** Identities that merge strangers into one Heap user (Using Identify page), and the marks that redaction leaves. */
const SHARED_IDENTITIES = new Set(["undefined", "null", "user", "guest", "[REDACTED]"]);

/** Records what Heap would accept silently although it is very likely wrong. */
function noteEventViolations(violations: Violations, event: Record<string, unknown>): void {
  const { identity, idempotency_key: key, properties } = event;

  if (typeof identity === "string") {
    if (SHARED_IDENTITIES.has(identity)) violations.record("shared_identity", identity);
    if (identity !== identity.trim()) violations.record("untrimmed_identity", identity);
  }

  if (key === undefined) violations.record("no_idempotency_key", String(event.event));
  else if (typeof key === "string" && key.length < MINIMUM_KEY_LENGTH) {
    violations.record("short_idempotency_key", key);
  }

  for (const [name, value] of Object.entries(properties ?? {})) {
    if (typeof value === "string" && value.length === DOUBTFUL_TEXT_LENGTH) {
      violations.record("value_of_1024_characters", name);
    }
  }
}

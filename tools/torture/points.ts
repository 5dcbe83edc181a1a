import type { FaultMode, FaultTarget } from "@/sandbox/faults";
import type { Hold } from "./database-proxy";

/** A moment between store, call and record at which the app is killed: at its database, or at a vendor's door. */
export interface Point {
  name: string;
  at: Hold | VendorsDoor;
}

interface VendorsDoor {
  target: FaultTarget;
  mode: FaultMode;
  latencyMs?: number;
  /** Where to hold the app instead, once the call has come. */
  then?: Hold;
}

const before = (statement: RegExp): Hold => ({ when: "before", statement });
const after = (statement: RegExp): Hold => ({ when: "after", statement });
const beforeCommit = (statement: RegExp): Hold => ({ when: "before commit", statement });
const afterCommit = (statement: RegExp): Hold => ({ when: "after commit", statement });

/** A call that takes longer than its caller's successor needs to start. */
const LATE_EFFECT_MS = 12_000;

/** A call that is answered once the proxy knows what to hold. */
const SLOW_ANSWER_MS = 1_000;

// Statements are recognized by words that only they contain.
const STORE_BATCH = /INSERT INTO batch \(/;
const STORE_PAGE = /INSERT INTO page \(/;
const STORE_HINT = /INSERT INTO engine_event AS known/;
const BOOK_DELIVERY = /INSERT INTO delivery \(/;
const TAKE_TURNS = /pg_try_advisory_lock\(hashtextextended\(name, 0\)\)/;
const NOTE_BEGIN = /INSERT INTO heap_app \(key, open_slices, slice_begun_at\)/;
const LOCK_BOOKS_OF_SEVERAL = /pg_try_advisory_xact_lock\(hashtextextended\(id, 2\)\)/;
const RECORD_OUTCOMES = /INSERT INTO event \(/;
const RECORD_DELIVERY = /UPDATE delivery SET state = 'accepted'/;
const DISPATCH = /UPDATE engine_event SET dispatched_at/;
const FIRE_DEBOUNCE = /DELETE FROM engine_debounce/;
const CLAIM_RUN = /UPDATE engine_run SET status = 'running'/;
const STORE_STEP = /INSERT INTO engine_step \(run_id, step_id, position, result\)/;
const FINISH_RUN = /UPDATE engine_run SET status = \$3/;
const DECIDE_TASK = /UPDATE task SET state/;
const QUEUE_SYNC = /INSERT INTO sync \(/;
const BOOK_PUSH = /INSERT INTO push \(/;
const RECORD_NAME = /UPDATE segment SET cohort_name/;
const RECORD_ATTRIBUTE = /UPDATE segment SET attribute_name/;
const TAKE_CALL = /UPDATE call_budget SET remaining/;
const NOTE_LIMIT = /INSERT INTO call_budget AS known/;
const RECORD_PUSH = /UPDATE push SET state = \$2/;
const END_SYNC = /UPDATE sync SET finished_at = now\(\)/;
const NOTE_PROPERTIES = /INSERT INTO user_property \(/;
const RECORD_PROPERTIES = /UPDATE user_property p\s+SET sent_value/;
const STORE_REQUEST = /INSERT INTO deletion_request /;
const PLAN_STEPS = /INSERT INTO deletion_step /;
const ERASE_EVENTS = /UPDATE event e\s+SET identity = NULL/;
const RECORD_STEP = /UPDATE "public"\."deletion_step" SET/;
const MAKE_WEEKS = /SELECT make_event_weeks\(/;
const DROP_WEEKS = /drop_event_weeks\(/;
const PRUNE_BATCHES = /DELETE FROM batch WHERE id IN \(/;
const ZIP_BODIES = /UPDATE batch b SET body = NULL, body_zip/;
const PACK_EVENTS = /INSERT INTO event_pack \(/;
const SHRINK_WEEK = /SELECT shrink_event_week\(/;
const END_DELETION = /UPDATE "public"\."deletion_request" SET "state"/;

/** The slices that kill at named points; `upkeep` has those of `packing` too. */
export type KillingSlice =
  | "currents-accept"
  | "segment-accept"
  | "heap-call"
  | "together"
  | "engine"
  | "braze-call"
  | "attribute-call"
  | "deletion"
  | "upkeep"
  | "packing";

/** After the vendor's answer to a call. */
function answered(target: FaultTarget, then: Hold): VendorsDoor {
  return { target, mode: "latency", latencyMs: SLOW_ANSWER_MS, then };
}

/** The named points, by the slice that attacks them. */
export const POINTS: Record<KillingSlice, readonly Point[]> = {
  "currents-accept": [
    { name: "a batch came, not stored", at: before(STORE_BATCH) },
    { name: "a batch stored, not answered", at: after(STORE_BATCH) },
  ],
  "segment-accept": [
    { name: "a page came, not stored", at: before(STORE_PAGE) },
    { name: "a page applied, not committed", at: beforeCommit(STORE_PAGE) },
    { name: "a page stored, not answered", at: afterCommit(STORE_PAGE) },
  ],
  "heap-call": [
    { name: "events mapped, call not booked", at: before(BOOK_DELIVERY) },
    { name: "call to Heap booked, not made", at: afterCommit(BOOK_DELIVERY) },
    { name: "call at Heap, no effect", at: { target: "heap.track", mode: "silent_before" } },
    { name: "call took effect at Heap, not answered", at: { target: "heap.track", mode: "silent_after" } },
    {
      name: "call takes effect at Heap after the kill",
      at: { target: "heap.track", mode: "latency", latencyMs: LATE_EFFECT_MS },
    },
    { name: "Heap answered, not recorded", at: before(RECORD_DELIVERY) },
    { name: "outcomes written, not committed", at: beforeCommit(RECORD_DELIVERY) },
    { name: "outcomes of Heap's answer recorded, app not told", at: afterCommit(RECORD_DELIVERY) },
    { name: "outcomes without a call recorded, app not told", at: afterCommit(RECORD_OUTCOMES) },
    { name: "user properties noted, not committed", at: beforeCommit(NOTE_PROPERTIES) },
    { name: "user properties owed, app not told", at: afterCommit(NOTE_PROPERTIES) },
    {
      name: "user properties at Heap, no effect",
      at: { target: "heap.add_user_properties", mode: "silent_before" },
    },
    {
      name: "user properties took effect at Heap, not answered",
      at: { target: "heap.add_user_properties", mode: "silent_after" },
    },
    { name: "Heap took user properties, not recorded", at: before(RECORD_PROPERTIES) },
    { name: "user properties recorded, app not told", at: after(RECORD_PROPERTIES) },
  ],
  together: [
    { name: "turns of several apps taken, app not told", at: after(TAKE_TURNS) },
    { name: "slices of several apps begun, app not told", at: after(NOTE_BEGIN) },
    { name: "calls to several apps not booked", at: before(BOOK_DELIVERY) },
    { name: "calls to several apps booked, not made", at: afterCommit(BOOK_DELIVERY) },
    { name: "books of several sources locked, not written", at: after(LOCK_BOOKS_OF_SEVERAL) },
    { name: "outcomes of several sources written, not committed", at: beforeCommit(LOCK_BOOKS_OF_SEVERAL) },
    { name: "outcomes of several sources recorded, app not told", at: afterCommit(LOCK_BOOKS_OF_SEVERAL) },
  ],
  engine: [
    { name: "a hint not stored", at: before(STORE_HINT) },
    { name: "a hint stored, app not told", at: after(STORE_HINT) },
    { name: "a hint taken up, not committed", at: beforeCommit(DISPATCH) },
    { name: "a hint taken up, app not told", at: afterCommit(DISPATCH) },
    { name: "a debounced run started, not committed", at: beforeCommit(FIRE_DEBOUNCE) },
    { name: "a run claimed, app not told", at: after(CLAIM_RUN) },
    { name: "a step done, result not stored", at: before(STORE_STEP) },
    { name: "a step's result stored, app not told", at: after(STORE_STEP) },
    { name: "a run finished, not committed", at: beforeCommit(FINISH_RUN) },
    { name: "a run finished, app not told", at: afterCommit(FINISH_RUN) },
  ],
  "braze-call": [
    { name: "a task decided, not committed", at: beforeCommit(DECIDE_TASK) },
    { name: "a sync queued, app not told", at: afterCommit(QUEUE_SYNC) },
    { name: "naming call at Braze, no effect", at: { target: "braze.cohorts", mode: "silent_before" } },
    { name: "naming call took effect, not answered", at: { target: "braze.cohorts", mode: "silent_after" } },
    { name: "Braze answered the name, not recorded", at: before(RECORD_NAME) },
    { name: "members read, call not booked", at: before(BOOK_PUSH) },
    { name: "call to Braze booked, not made", at: after(BOOK_PUSH) },
    { name: "call at Braze, no effect", at: { target: "braze.users", mode: "silent_before" } },
    { name: "call took effect at Braze, not answered", at: { target: "braze.users", mode: "silent_after" } },
    {
      name: "call takes effect at Braze after the kill",
      at: { target: "braze.users", mode: "latency", latencyMs: LATE_EFFECT_MS },
    },
    { name: "Braze answered, not recorded", at: before(RECORD_PUSH) },
    { name: "members written, not committed", at: beforeCommit(RECORD_PUSH) },
    { name: "Braze's answer recorded, app not told", at: afterCommit(RECORD_PUSH) },
    { name: "a sync ended, not committed", at: beforeCommit(END_SYNC) },
    { name: "a sync ended, app not told", at: afterCommit(END_SYNC) },
  ],
  "attribute-call": [
    { name: "an attribute's name chosen, not written", at: before(RECORD_ATTRIBUTE) },
    { name: "an attribute's name written, app not told", at: after(RECORD_ATTRIBUTE) },
    { name: "a call taken from what is left, app not told", at: after(TAKE_CALL) },
    { name: "members read, attributes not booked", at: before(BOOK_PUSH) },
    { name: "call to set attributes booked, not made", at: after(BOOK_PUSH) },
    { name: "attributes at Braze, no effect", at: { target: "braze.track", mode: "silent_before" } },
    { name: "attributes taken, not answered", at: { target: "braze.track", mode: "silent_after" } },
    {
      name: "attributes taken after the kill",
      at: { target: "braze.track", mode: "latency", latencyMs: LATE_EFFECT_MS },
    },
    { name: "Braze told what is left, not recorded", at: before(NOTE_LIMIT) },
    { name: "Braze took attributes, not recorded", at: before(RECORD_PUSH) },
    { name: "members of attributes written, not committed", at: beforeCommit(RECORD_PUSH) },
    { name: "Braze's answer about attributes recorded, app not told", at: afterCommit(RECORD_PUSH) },
  ],
  deletion: [
    { name: "a request stored, app not told", at: afterCommit(STORE_REQUEST) },
    { name: "steps planned, not committed", at: beforeCommit(PLAN_STEPS) },
    { name: "events erased, not committed", at: beforeCommit(ERASE_EVENTS) },
    {
      name: "deletion asked at Heap, no effect",
      at: { target: "heap.user_deletion", mode: "silent_before" },
    },
    {
      name: "Heap took the deletion, not answered",
      at: { target: "heap.user_deletion", mode: "silent_after" },
    },
    {
      name: "Heap answered the deletion, not recorded",
      at: answered("heap.user_deletion", before(RECORD_STEP)),
    },
    {
      name: "Heap said how far it is, not recorded",
      at: answered("heap.deletion_status", before(RECORD_STEP)),
    },
    { name: "deletion asked at Braze, no effect", at: { target: "braze.delete", mode: "silent_before" } },
    { name: "Braze deleted, not answered", at: { target: "braze.delete", mode: "silent_after" } },
    { name: "Braze answered the deletion, not recorded", at: answered("braze.delete", before(RECORD_STEP)) },
    { name: "a deletion ended, not committed", at: beforeCommit(END_DELETION) },
    { name: "a deletion ended, app not told", at: afterCommit(END_DELETION) },
  ],
  upkeep: [
    { name: "weeks to come not made", at: before(MAKE_WEEKS) },
    { name: "weeks to come made, app not told", at: after(MAKE_WEEKS) },
    { name: "old weeks not dropped", at: before(DROP_WEEKS) },
    { name: "old weeks dropped, app not told", at: after(DROP_WEEKS) },
    { name: "batches of an old week not pruned", at: before(PRUNE_BATCHES) },
    { name: "batches of an old week pruned, app not told", at: after(PRUNE_BATCHES) },
    { name: "bodies zipped, not committed", at: beforeCommit(ZIP_BODIES) },
    { name: "bodies zipped, app not told", at: afterCommit(ZIP_BODIES) },
  ],
  packing: [
    { name: "events packed, not committed", at: beforeCommit(PACK_EVENTS) },
    { name: "events packed, app not told", at: afterCommit(PACK_EVENTS) },
    { name: "a packed week's disk space not given back", at: before(SHRINK_WEEK) },
    { name: "a packed week's disk space given back, app not told", at: after(SHRINK_WEEK) },
  ],
};

import type { OverlapFacts } from "@/lib/insight/identity-overlaps/overlap-facts";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import type { Tenant } from "./make-tenant";

interface TableOf {
  /** Whose rows it holds. */
  of: "customer" | "team" | "machine";
  /**
   * The operation that reads or writes one of its rows, such as `GET /customers/{customerId}/sources`; or why there
   * is none.
   */
  reachedBy: string;
  /** Values of a test row that the catalogue cannot tell us. */
  columns?: Record<string, (tenant: Tenant) => unknown>;
}

const C = "/customers/{customerId}";

/**
 * Every table: whose rows it holds, and how the API reaches one, or why it does not. Every new table must be added
 * here. Each test customer gets a row in each customer table, and no answer for another customer may contain anything
 * of it.
 */
export const TABLES: Record<string, TableOf> = {
  customer: { of: "customer", reachedBy: `GET ${C}` },
  stored_hour: {
    of: "customer",
    reachedBy: "Only the limit of what a customer may store in a day reads it.",
  },
  source: { of: "customer", reachedBy: `GET ${C}/sources` },
  seen_type: {
    of: "customer",
    reachedBy: `GET ${C}/sources/{sourceId}/seen-types`,
    columns: { type: () => "users.New" },
  },
  user_property: {
    of: "customer",
    reachedBy: `GET ${C}/sources/{sourceId}/user-properties`,
    columns: { value: ({ mark }) => JSON.stringify(mark), rule: () => "{}", sent_value: () => null },
  },
  hash_salt: { of: "customer", reachedBy: "It is secret: only the mapping of events uses it." },
  destination: { of: "customer", reachedBy: `GET ${C}/destinations` },
  webhook_secret: {
    of: "customer",
    reachedBy: `POST ${C}/destinations/{destinationId}/webhook-secrets/{webhookSecretId}/revoke`,
  },
  endpoint: { of: "customer", reachedBy: `GET ${C}/sources/{sourceId}/endpoints` },
  connect_link: { of: "customer", reachedBy: `GET ${C}/destinations/{destinationId}/connect-links` },
  status_link: { of: "customer", reachedBy: `GET ${C}/status-links` },
  batch: {
    of: "customer",
    reachedBy: `GET ${C}/batches`,
    columns: {
      state: () => "done",
      accepted: () => 1,
      forwarded: () => 1,
      done_at: () => new Date(),
      body: ({ mark }) =>
        Buffer.from(JSON.stringify({ events: [{ id: mark, name: mark, time: 1, user: {} }] })),
    },
  },
  event: { of: "customer", reachedBy: `GET ${C}/events`, columns: { index: () => 0 } },
  event_pack: {
    of: "customer",
    reachedBy: `GET ${C}/events`,
    columns: {
      places: () => [1],
      event_uuids: () => null,
      event_texts: ({ mark }) => [mark],
      identities: ({ mark }) => [mark],
      occurred_ats: () => [new Date()],
      kinds: () => [1],
      types: ({ mark }) => [mark],
      names: ({ mark }) => [mark],
      results: () => [1],
      outcomes: () => ["forwarded"],
      fields: ({ mark }) => [mark],
      reasons: ({ mark }) => [mark],
      delivery_ids: () => null,
      recorded_ats: () => [new Date()],
      terms: () => [1],
    },
  },
  replay: { of: "customer", reachedBy: `GET ${C}/replays` },
  delivery: { of: "customer", reachedBy: `GET ${C}/deliveries` },
  segment: { of: "customer", reachedBy: `GET ${C}/segments` },
  task: {
    of: "customer",
    reachedBy: "Its segment shows only whether the task is complete, and what its pages did not take.",
  },
  page: { of: "customer", reachedBy: `GET ${C}/destinations/{destinationId}/pages` },
  member: { of: "customer", reachedBy: `GET ${C}/segments/{segmentId}/members` },
  sync: { of: "customer", reachedBy: `GET ${C}/syncs` },
  push: { of: "customer", reachedBy: `GET ${C}/syncs/{syncId}/pushes` },
  dry_run: {
    of: "customer",
    reachedBy: `GET ${C}/dry-runs`,
    columns: { trigger: () => "manual", obstacles: () => "[]" },
  },
  match_check: { of: "customer", reachedBy: `GET ${C}/match-checks` },
  sampled_id: {
    of: "customer",
    reachedBy: `GET ${C}/match-checks/{matchCheckId}`,
    columns: { known: () => false },
  },
  identity_overlap: {
    of: "customer",
    reachedBy: `GET ${C}/identity-overlaps`,
    columns: { facts: ({ mark }) => JSON.stringify(measuredNothing(mark)) },
  },
  erasure: {
    of: "customer",
    reachedBy: `GET ${C}/erasures`,
    columns: { phase: () => "done", identity_enc: () => null },
  },
  deletion_request: {
    of: "customer",
    reachedBy: `GET ${C}/deletion-requests`,
    columns: {
      state: () => "done",
      ids_enc: () => null,
      index: () => 0,
      seen_source_ids: () => [],
      suppressed: () => [],
    },
  },
  deletion_step: {
    of: "customer",
    reachedBy: `GET ${C}/deletion-requests`,
    columns: { subject_id: ({ ids }) => ids.customer },
  },
  suppression_key: {
    of: "customer",
    reachedBy: "The secret behind the hashes of suppressed ids; never shown.",
    columns: {
      key_enc: ({ ids, mark }) =>
        encryptSecret(mark, { customerId: ids.customer ?? "", field: "suppression_key" }),
    },
  },
  suppression: { of: "customer", reachedBy: `POST ${C}/deletion-requests/{deletionRequestId}/lift` },
  identity_change: { of: "customer", reachedBy: `GET ${C}/identity-changes` },
  event_hour: { of: "customer", reachedBy: `GET ${C}/history` },
  event_day: { of: "customer", reachedBy: "GET /dashboard/history" },
  lag_hour: { of: "customer", reachedBy: `GET ${C}/history` },
  call_hour: {
    of: "customer",
    reachedBy: `GET ${C}/history`,
    columns: { owner_id: ({ ids }) => ids.source },
  },
  segment_day: { of: "customer", reachedBy: `GET ${C}/history` },
  check: { of: "customer", reachedBy: `GET ${C}/checks` },
  skipped_hop: { of: "customer", reachedBy: `GET ${C}/checks` },
  alert: { of: "customer", reachedBy: `GET ${C}/alerts` },
  alert_note: {
    of: "customer",
    reachedBy: `GET ${C}/alerts`,
    columns: { alert_id: ({ ids }) => ids.alert },
  },
  notice: {
    of: "customer",
    reachedBy: "Only the sender of notices uses it.",
  },
  message: { of: "customer", reachedBy: "Mails wait here to be sent; the API does not show them." },
  audit_entry: { of: "customer", reachedBy: `GET ${C}/audit` },
  user: { of: "team", reachedBy: "GET /users" },
  user_link: { of: "team", reachedBy: "POST /password-links" },
  session: { of: "team", reachedBy: "GET /sessions" },
  provider_identity: { of: "team", reachedBy: "POST /users/{userId}/disconnect-provider" },
  sign_in_failure: { of: "team", reachedBy: "POST /me/password" },
  api_key: { of: "team", reachedBy: "GET /api-keys" },
  idempotent_answer: { of: "team", reachedBy: "POST /customers" },
  braze_workspace: { of: "machine", reachedBy: "Until when the syncs of a destination wait after failures." },
  call_budget: { of: "machine", reachedBy: "How many calls of a REST API key are left until when." },
  open_slice: {
    of: "machine",
    reachedBy: "Whether a job continues depends on how often it ended its process.",
  },
  heap_app: { of: "machine", reachedBy: "The overview shows until when forwarding to a Heap app waits." },
  body_zipping: {
    of: "machine",
    reachedBy: "Only the zipping of bodies and the packing of events read when they begin.",
  },
  event_packing: { of: "machine", reachedBy: "Only the packing of events reads how far it has come." },
  functions_heartbeat: { of: "machine", reachedBy: "When the functions last ran." },
  engine_event: { of: "machine", reachedBy: "Hints of the embedded engine: ids, never content." },
  engine_run: { of: "machine", reachedBy: "Runs of the embedded engine." },
  engine_turn: { of: "machine", reachedBy: "Turns of the customers in the embedded engine's lanes." },
  engine_step: { of: "machine", reachedBy: "Steps of the embedded engine." },
  engine_debounce: { of: "machine", reachedBy: "Hints the embedded engine holds back." },
  engine_cron: { of: "machine", reachedBy: "Times of the embedded engine." },
  engine_process: { of: "machine", reachedBy: "Processes of the embedded engine." },
};

/** A measurement of an identity overlap without identities, but with one of the tenant's as a sample. */
function measuredNothing(mark: string): OverlapFacts {
  const forms = { email: 0, uuid: 0, hex24: 0, hex64: 0, number: 0 };
  const matches = { matched: 0, ifTrimmed: 0, ifLowered: 0, ifBoth: 0, ifIdentityLowered: 0 };
  const field = { identities: 0, ...matches, forms, samples: [mark] };
  return {
    batches: 0,
    events: 0,
    hasMoreEvents: false,
    members: 0,
    hasMoreMembers: false,
    memberForms: forms,
    memberSamples: [mark],
    fields: { external_user_id: field, user_id: field },
  };
}

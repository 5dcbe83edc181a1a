/** Problems that the code which runs into them opens, and ends when it notices that they are over. */
export const NOTED_KINDS = [
  "recurring_cap",
  "pages_missing",
  "braze_key_refused",
  "too_much_waiting",
  "too_much_stored",
  "too_many_segments",
  "erasure_interrupted",
  "work_stuck",
] as const;

/** Problems found by checking the facts of all customers every minute; only that check opens and ends them. */
export const EVALUATED_KINDS = [
  "deliveries_failing",
  "deliveries_rejected",
  "heap_app_refused",
  "currents_refused",
  "pages_refused",
  "owed_stuck",
  "pushes_failing",
  "braze_limit_used",
  "members_refused",
  "id_token_changed",
  "users_without_id",
  "unknown_action",
  "no_events",
  "quarantine_share",
  "user_properties_refused",
  "workspaces_mixed",
  "batch_set_aside",
  "new_event_types",
  "identity_mismatch",
  "deletion_requested",
  "sync_overdue",
  "webhook_unsigned",
] as const;

type EvaluatedKind = (typeof EVALUATED_KINDS)[number];

/**
 * Problems that describe something that happened, not only what is so now: a person may dismiss them, with a reason. The
 * same occurrence then opens no alert again; the next one does.
 */
export const DISMISSABLE_KINDS: readonly string[] = [
  ...NOTED_KINDS,
  "id_token_changed",
  "unknown_action",
  "batch_set_aside",
];

export type AlertKind = (typeof NOTED_KINDS)[number] | EvaluatedKind;

/**
 * A customer's problem that a person should know about. Contains no secrets and nothing about the customer's users.
 */
export interface Alert {
  customerId: string;
  sourceId?: string;
  destinationId?: string;
  segmentId?: string;
  kind: AlertKind;
  /** What it is about: at most one alert is open per kind and subject. */
  subject: string;
  /** What happened. */
  message: string;
  /** Why, as far as it is known, in the words of its source. */
  cause?: string;
  /** One example. */
  sample?: string;
  /** What to do about it, and what to expect until then. */
  nextAction: string;
  /** When what it describes happened last; once it was dismissed after that, it stays so. Left out: now. */
  occurredAt?: Date;
  /** How many of what it is about: twice as many as when it was snoozed wake it. Left out where nothing can be counted. */
  size?: number;
}

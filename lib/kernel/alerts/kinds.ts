/** Problems that the request or sync which meets them opens and ends by itself. */
export const NOTED_KINDS = [
  "id_token_changed",
  "recurring_cap",
  "pages_missing",
  "braze_key_refused",
] as const;

/** Problems found by looking at the facts of all customers each minute; only that opens and ends them. */
export const EVALUATED_KINDS = [
  "deliveries_failing",
  "currents_refused",
  "pages_refused",
  "owed_stuck",
  "no_events",
  "quarantine_share",
  "identity_mismatch",
  "sync_overdue",
  "webhook_unsigned",
] as const;

type EvaluatedKind = (typeof EVALUATED_KINDS)[number];

export type AlertKind = (typeof NOTED_KINDS)[number] | EvaluatedKind;

/** A problem of a customer that a person should know of. No secrets and nothing about a customer's users. */
export interface Alert {
  customerId: string;
  sourceId?: string;
  destinationId?: string;
  segmentId?: string;
  kind: AlertKind;
  /** What it is about: of a kind and a subject one alert is open at a time. */
  subject: string;
  /** What happened. */
  message: string;
  /** Why, as far as it is known, in the words of whoever said so. */
  cause?: string;
  /** One example. */
  sample?: string;
  /** What to do about it, and what to expect until then. */
  nextAction: string;
}

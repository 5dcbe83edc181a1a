import type { AlertKind } from "@/lib/kernel/alerts/kinds";

/**
 * What a problem does while it is open, worst first.
 * - `damages`: what is wrong gets in where it should not, and stays there
 * - `loses`: something that the sender does not send again is lost
 * - `stops`: a flow is stopped; everything is kept
 * - `lacks`: it flows, but something is missing, held or open to abuse
 * - `asks`: nothing is wrong; a person should decide something
 */
export const HARMS = ["damages", "loses", "stops", "lacks", "asks"] as const;

/**
 * Where its next action is done: by the team in the portal, in the customer's Heap or Braze, or nowhere (`wait`), because
 * it ends once Heap or Braze works again.
 */
export const ACTING = ["us", "heap", "braze", "wait"] as const;

export type Harm = (typeof HARMS)[number];

export interface Triage {
  harm: Harm;
  acting: (typeof ACTING)[number];
}

/** The harm that each kind of alert does, and who can end it. Lists, health and screens all read it from here. */
const TRIAGE: Record<AlertKind, Triage> = {
  identity_mismatch: { harm: "damages", acting: "us" },
  currents_refused: { harm: "loses", acting: "us" },
  too_much_stored: { harm: "loses", acting: "us" },
  too_much_waiting: { harm: "loses", acting: "us" },
  no_events: { harm: "loses", acting: "braze" },
  braze_key_refused: { harm: "stops", acting: "us" },
  heap_app_refused: { harm: "stops", acting: "us" },
  deliveries_rejected: { harm: "stops", acting: "us" },
  pages_refused: { harm: "stops", acting: "us" },
  owed_stuck: { harm: "stops", acting: "us" },
  work_stuck: { harm: "stops", acting: "us" },
  deliveries_failing: { harm: "stops", acting: "wait" },
  pushes_failing: { harm: "stops", acting: "wait" },
  braze_limit_used: { harm: "lacks", acting: "wait" },
  workspaces_mixed: { harm: "lacks", acting: "us" },
  quarantine_share: { harm: "lacks", acting: "us" },
  members_refused: { harm: "lacks", acting: "us" },
  deletion_requested: { harm: "lacks", acting: "us" },
  erasure_interrupted: { harm: "lacks", acting: "us" },
  batch_set_aside: { harm: "lacks", acting: "us" },
  user_properties_refused: { harm: "lacks", acting: "us" },
  recurring_cap: { harm: "lacks", acting: "us" },
  too_many_segments: { harm: "lacks", acting: "us" },
  sync_overdue: { harm: "lacks", acting: "us" },
  unknown_action: { harm: "lacks", acting: "us" },
  webhook_unsigned: { harm: "lacks", acting: "us" },
  id_token_changed: { harm: "lacks", acting: "heap" },
  pages_missing: { harm: "lacks", acting: "heap" },
  users_without_id: { harm: "lacks", acting: "heap" },
  new_event_types: { harm: "asks", acting: "us" },
};

/** A kind of a later version, after going back to this one. */
const UNKNOWN: Triage = { harm: "lacks", acting: "us" };

/** The harm that alerts of this kind do, and who can end it. */
export function triageOf(kind: string): Triage {
  return Object.hasOwn(TRIAGE, kind) ? TRIAGE[kind as AlertKind] : UNKNOWN;
}

const KINDS = Object.keys(TRIAGE) as AlertKind[];
const doing = (harms: readonly Harm[]) =>
  KINDS.filter((kind) => harms.includes(TRIAGE[kind].harm))
    .map((kind) => `'${kind}'`)
    .join(", ");

const actingIn = (places: readonly Triage["acting"][]) =>
  KINDS.filter((kind) => places.includes(TRIAGE[kind].acting))
    .map((kind) => `'${kind}'`)
    .join(", ");

/** Whether an `alert a` means that its customer fails, in SQL. */
export const IS_SEVERE = `a.kind IN (${doing(["damages", "loses", "stops"])})`;

/** Whether an `alert a` lets something wrong in while its source runs, in SQL. */
export const IS_DAMAGING = `a.kind IN (${doing(["damages"])})`;

/** Whether an `alert a` ends once Heap or Braze works again, so that nobody can act on it, in SQL. */
export const IS_WAITING = `a.kind IN (${actingIn(["wait"])})`;

/** Whether an `alert a` only asks for a decision, in SQL. */
export const IS_ASKING = `a.kind IN (${doing(["asks"])})`;

/**
 * How urgent an `alert a` is, in SQL: lower comes first. Within a harm, what is done in the customer's Heap or Braze comes
 * after what is done here, and what nobody can end comes last. An unknown kind is one that lacks something.
 */
export const URGENCY = `(
  CASE WHEN a.kind IN (${doing(["damages"])}) THEN 0 WHEN a.kind IN (${doing(["loses"])}) THEN 3
       WHEN a.kind IN (${doing(["stops"])}) THEN 6 WHEN a.kind IN (${doing(["asks"])}) THEN 12 ELSE 9 END
  + CASE WHEN a.kind IN (${actingIn(["wait"])}) THEN 2 WHEN a.kind IN (${actingIn(["heap", "braze"])}) THEN 1 ELSE 0 END)`;

/** Most urgent first, in SQL: what does most harm, then what can be done here, then what has been open longest. */
export const BY_URGENCY = `${URGENCY}, a.opened_at, a.id`;

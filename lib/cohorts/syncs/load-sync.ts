import { ALIAS_LABEL, IDENTIFIER_KIND } from "@/lib/cohorts/members/identifier-of-members";
import { IS_CLEARING } from "@/lib/cohorts/members/may-have-attribute";
import { pool } from "@/lib/kernel/database";
import { DESTINATION_HOLD, type DestinationHold } from "@/lib/kernel/holds/hold-rule";
import { HOLD_WORDS } from "@/lib/kernel/holds/team-words";
import type { DestinationKind, IdentifierKind, SegmentMode, SyncState } from "@/prisma/generated/enums";

/** A sync with everything that a slice of it needs. */
export interface LoadedSync {
  id: string;
  state: SyncState;
  customerId: string;
  destinationId: string;
  segmentId: string;
  segmentName: string;
  cohortName: string | null;
  segmentCreatedAt: Date;
  /** Chosen once, by its first sync; null until then, and for a cohort. */
  attributeName: string | null;
  /** The segment was turned off, and its attribute is taken away from everybody. */
  isClearing: boolean;
  /** Who leaves loses the attribute, instead of having it as `false`. */
  clearsLeavers: boolean;
  kind: DestinationKind;
  brazeInstance: string;
  dataImportKeyEnc: string | null;
  restApiKeyEnc: string | null;
  identifierKind: IdentifierKind;
  aliasLabel: string | null;
  /** Braze said a while ago that the cohort was locked: make one call at a time. */
  oneAtATime: boolean;
  /** Why it must end now; null when it may continue. */
  stopBecause: string | null;
  /** Remaining back-off; 0 when none. */
  retryInSeconds: number;
  /** It waits for another sync that probes its workspace. */
  isHeld: boolean;
  /** Failed calls in a row. */
  failedAttempts: number;
  /** Since it began, or since Braze last accepted something. */
  fruitlessSeconds: number;
}

interface Row extends Omit<LoadedSync, "stopBecause"> {
  isCancelled: boolean;
  mode: SegmentMode;
  hold: DestinationHold | null;
}

/** Reads a sync; null when there is none with this id. */
export async function loadSync(syncId: string): Promise<LoadedSync | null> {
  const { rows } = await pool.query<Row>(
    `SELECT y.id, y.state, y.customer_id AS "customerId", y.destination_id AS "destinationId",
            s.id AS "segmentId", s.name AS "segmentName", s.cohort_name AS "cohortName",
            s.created_at AS "segmentCreatedAt", s.attribute_name AS "attributeName", ${IS_CLEARING} AS "isClearing",
            d.clears_leavers AS "clearsLeavers", d.kind, d.braze_instance AS "brazeInstance",
            d.data_import_key_enc AS "dataImportKeyEnc", d.rest_api_key_enc AS "restApiKeyEnc",
            ${IDENTIFIER_KIND} AS "identifierKind",
            ${ALIAS_LABEL} AS "aliasLabel",
            COALESCE(s.one_at_a_time_until > now(), false) AS "oneAtATime",
            y.cancel_requested_at IS NOT NULL AS "isCancelled", s.mode, ${DESTINATION_HOLD} AS hold,
            GREATEST(0, extract(epoch FROM y.retry_at - now()))::float AS "retryInSeconds",
            y.held_at IS NOT NULL AS "isHeld", y.failed_attempts AS "failedAttempts",
            extract(epoch FROM now() - COALESCE(
              (SELECT max(p.finished_at) FROM push p WHERE p.sync_id = y.id AND p.state = 'accepted'),
              y.started_at, now()))::float AS "fruitlessSeconds"
     FROM sync y
     JOIN segment s ON s.id = y.segment_id
     JOIN destination d ON d.id = y.destination_id
     JOIN customer c ON c.id = y.customer_id
     WHERE y.id = $1`,
    [syncId],
  );
  if (!rows[0]) return null;

  const { isCancelled, mode, hold, ...sync } = rows[0];
  return { ...sync, stopBecause: stopReason({ isCancelled, mode, hold, isClearing: sync.isClearing }) };
}

function stopReason({
  isCancelled,
  isClearing,
  mode,
  hold,
}: Pick<Row, "isCancelled" | "isClearing" | "mode" | "hold">): string | null {
  if (isCancelled) return "Cancelled on request.";
  if (mode === "off" && !isClearing) return "The segment was turned off.";
  return hold && HOLD_WORDS[hold].was;
}

/** Whether a sync is over. */
export function isOver(sync: { state: SyncState }): boolean {
  return sync.state !== "queued" && sync.state !== "running";
}

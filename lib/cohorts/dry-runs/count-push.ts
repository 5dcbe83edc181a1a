import { IDENTIFIER_KIND, IS_UNFIT } from "@/lib/cohorts/members/identifier-of-members";
import { NAMED_ORDER } from "@/lib/cohorts/members/named-order";
import { NEEDS_NAME } from "@/lib/cohorts/members/needs-name";
import { CALL_LIMIT, CALL_LIMIT_JOIN } from "@/lib/cohorts/syncs/call-limit";
import { type CallLimit, secondsOfWaiting } from "@/lib/cohorts/syncs/time-under-limit";
import type { Sql } from "@/lib/kernel/database";
import { IS_OWED } from "@/lib/kernel/is-owed";
import { maxMembersPerCall } from "@/lib/vendors/braze/membership-client";
import type { DestinationKind, IdentifierKind } from "@/prisma/generated/enums";

/** Counts of what a sync would push. */
export interface PushCount {
  before: number;
  after: number;
  adds: number;
  removes: number;
  unknown: number;
  refusedLeft: number;
  refusedRetried: number;
  /** Not among adds and removes: members that would be refused without a call. */
  unfit: number;
  pushes: number;
  namesCohort: boolean;
  oldestOwedAt: Date | null;
  joinsSyncId: string | null;
  /** By attribute: each user costs one. Null for a cohort. */
  dataPoints: number | null;
  /** How long the calls wait for Braze's limit at least; null for a cohort, and while Braze has reported none. */
  waitSeconds: number | null;
}

interface Row {
  before: number;
  adds: number;
  removes: number;
  unknown: number;
  /** Members pushed although the cohort has them already. */
  sent: number;
  refused: number;
  /** Of the refused: those that no call can carry, whatever is retried. */
  refusedUnfit: number;
  unfit: number;
  kind: DestinationKind;
  identifierKind: IdentifierKind;
  namesCohort: boolean;
  oldestOwedAt: Date | null;
  joinsSyncId: string | null;
  callLimit: CallLimit | null;
}

/**
 * Counts what a sync of a segment would push if requested now, in one statement and so at one moment. Owed members
 * are counted by their partial index; only sums are held in memory. Members of a call that is not answered yet count
 * as unknown, which they will be if the answer never comes.
 */
export async function countPush(
  sql: Sql,
  segmentId: string,
  trigger: "manual" | "resync",
): Promise<PushCount> {
  const { rows } = await sql.query<Row>(trigger === "manual" ? OWED : EVERYBODY, [segmentId]);
  const [row] = rows;
  if (!row) throw new Error("there is no such segment");

  const { sent, refused, refusedUnfit, kind, identifierKind, callLimit, ...counts } = row;
  const isResync = trigger === "resync";
  const members = row.adds + row.removes;
  const pushes = Math.ceil(members / maxMembersPerCall(kind, identifierKind));
  return {
    ...counts,
    after: row.before + row.adds - sent,
    refusedLeft: isResync ? 0 : refused,
    refusedRetried: isResync ? refused - refusedUnfit : 0,
    pushes,
    dataPoints: kind === "attribute" ? members : null,
    waitSeconds: secondsOfWaiting(pushes, callLimit),
  };
}

/** A drain leaves the order of earlier tasks unchanged, so a member that left with a drain is owed since the drain. */
const OLDEST = `to_timestamp(min(${NAMED_ORDER}) / 1000.0)`;

const FITS = `NOT ${IS_UNFIT}`;

/** Who enters and who leaves, among rows `m`; those that no call can carry are refused if they enter, and settled if they leave. */
const COUNTS = `count(*) FILTER (WHERE ${FITS} AND m.wanted)::int AS adds,
           count(*) FILTER (WHERE ${FITS} AND NOT m.wanted)::int AS removes,
           count(*) FILTER (WHERE ${FITS} AND m.acked)::int AS sent,
           count(*) FILTER (WHERE ${IS_UNFIT} AND m.wanted)::int AS unfit`;

const SEGMENT = `
  s.acked_count AS before, d.kind, ${IDENTIFIER_KIND} AS "identifierKind", ${CALL_LIMIT} AS "callLimit", ${NEEDS_NAME} AS "namesCohort",
  (SELECT count(*)::int FROM member m WHERE m.segment_id = s.id AND m.refused IS NOT NULL) AS refused,
  (SELECT count(*)::int FROM member m WHERE m.segment_id = s.id AND m.refused IS NOT NULL AND ${IS_UNFIT}) AS "refusedUnfit",
  (SELECT y.id FROM sync y WHERE y.segment_id = s.id AND y.state IN ('queued', 'running')) AS "joinsSyncId"`;

const OWED = `
  WITH under_way AS MATERIALIZED (
    SELECT DISTINCT unnest(user_keys) AS user_key FROM push WHERE segment_id = $1::uuid AND state = 'sending'
  ), pushed AS (
    SELECT m.user_key, m.wanted, m.acked, m.task_order, u.user_key IS NOT NULL AS is_under_way
    FROM member m LEFT JOIN under_way u ON u.user_key = m.user_key
    WHERE m.segment_id = $1::uuid AND ${IS_OWED}
    UNION ALL
    SELECT m.user_key, m.wanted, m.acked, m.task_order, true
    FROM under_way u JOIN member m ON m.segment_id = $1::uuid AND m.user_key = u.user_key
    WHERE m.refused IS NULL AND m.acked IS NOT DISTINCT FROM m.wanted
  )
  SELECT ${SEGMENT}, counted.*
  FROM segment s JOIN destination d ON d.id = s.destination_id ${CALL_LIMIT_JOIN} CROSS JOIN LATERAL (
    SELECT ${COUNTS}, count(*) FILTER (WHERE ${FITS} AND (m.acked IS NULL OR m.is_under_way))::int AS unknown,
           ${OLDEST} AS "oldestOwedAt"
    FROM pushed m
  ) counted
  WHERE s.id = $1::uuid`;

const EVERYBODY = `
  SELECT ${SEGMENT}, counted.*, owed.*
  FROM segment s JOIN destination d ON d.id = s.destination_id ${CALL_LIMIT_JOIN} CROSS JOIN LATERAL (
    SELECT ${COUNTS}, count(*) FILTER (WHERE ${FITS})::int AS unknown FROM member m WHERE m.segment_id = s.id
  ) counted CROSS JOIN LATERAL (
    SELECT ${OLDEST} AS "oldestOwedAt" FROM member m WHERE m.segment_id = s.id AND ${IS_OWED}
  ) owed
  WHERE s.id = $1::uuid`;

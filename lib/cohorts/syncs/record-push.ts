import type { PoolClient } from "pg";
import { countPushes, openSegmentDay } from "@/lib/cohorts/history/segment-days";
import { markAcked } from "@/lib/cohorts/members/mark-acked";
import { markRefused } from "@/lib/cohorts/members/mark-refused";
import { markUnknown } from "@/lib/cohorts/members/mark-unknown";
import type { OwedMember } from "@/lib/cohorts/members/owed-members";
import { inTransaction } from "@/lib/kernel/database";
import type { VendorError } from "@/lib/kernel/errors";
import { type IdentifierKind, identifiersOf } from "@/lib/vendors/braze/cohort-changes";
import type { DestinationKind } from "@/prisma/generated/enums";

/**
 * Braze does not say what 423 means; presumably two calls for one cohort met. After one, a segment makes its calls
 * one at a time for this long: long enough for the rest of a large sync, short enough to try again.
 */
const ONE_AT_A_TIME_SECONDS = 60 * 60;

/** A call to Braze, and who was in it. */
export interface SentPush {
  id: string;
  syncId: string;
  segmentId: string;
  kind: DestinationKind;
  identifierKind: IdentifierKind;
  members: readonly OwedMember[];
}

interface Answer {
  status: number | null;
  words: string;
}

/**
 * Records that Braze accepted a call, except for the members that it named as `refused`, with its words: members, counts,
 * push and sync in one transaction.
 */
export async function recordAccepted(
  push: SentPush,
  { refused, ...answer }: Answer & { refused: ReadonlyMap<string, string> },
): Promise<void> {
  const taken = push.members.filter((member) => !refused.has(member.userKey));
  const adds = taken.filter((member) => member.wanted).length;

  await inTransaction(async (sql) => {
    const state = taken.length > 0 ? "accepted" : "refused";
    if (!(await closePush(sql, push, { state, refused: push.members.length - taken.length, ...answer })))
      return;

    if (refused.size > 0 && taken.length > 0) await countTaken(sql, push.id, adds, taken.length - adds);
    await markAcked(sql, push.segmentId, push.kind, taken);
    await noteRefused(sql, push, refused);
    await sql.query(
      `UPDATE sync SET added = added + $2, removed = removed + $3, refused = refused + $4, failed_attempts = 0,
              retry_at = NULL, error = NULL, touched_at = now() WHERE id = $1`,
      [push.syncId, adds, taken.length - adds, push.members.length - taken.length],
    );
    await countPushes(sql, [push.id]);
  });
}

/** What Braze did not take counts for nothing that is summed from calls. */
async function countTaken(sql: PoolClient, pushId: string, adds: number, removes: number): Promise<void> {
  await sql.query("UPDATE push SET adds = $2, removes = $3 WHERE id = $1", [pushId, adds, removes]);
}

/**
 * Records that Braze accepted a call and reported an error that names none of its members: those that it did not name
 * are unknown, and to be sent again in smaller calls.
 */
export async function recordUnclear(
  push: SentPush,
  { refused, ...answer }: Answer & { refused: ReadonlyMap<string, string> },
): Promise<void> {
  await inTransaction(async (sql) => {
    const unclear = push.members.filter((member) => !refused.has(member.userKey));
    const end = { state: "refused", refused: push.members.length - unclear.length, ...answer } as const;
    if (!(await closePush(sql, push, end))) return;

    await markUnknown(
      sql,
      push.segmentId,
      unclear.map((member) => member.userKey),
    );
    await noteRefused(sql, push, refused);
    await sql.query("UPDATE sync SET refused = refused + $2, touched_at = now() WHERE id = $1", [
      push.syncId,
      end.refused,
    ]);
    await countPushes(sql, [push.id]);
  });
}

/**
 * Records that Braze refused a call for its content. If the call has one member, that member is refused, with Braze's
 * message; in a larger one, nobody knows yet who is at fault.
 */
export async function recordRefused(push: SentPush, err: VendorError): Promise<void> {
  await inTransaction(async (sql) => {
    const [only] = push.members.length === 1 ? push.members : [];
    const end = { state: "refused", refused: only ? 1 : 0, status: err.status, words: err.words } as const;
    if (!(await closePush(sql, push, end))) return;

    if (only) {
      await markRefused(sql, push.segmentId, [{ ...only, words: err.words }]);
      await sql.query("UPDATE sync SET refused = refused + 1, touched_at = now() WHERE id = $1", [
        push.syncId,
      ]);
    }
    await countPushes(sql, [push.id]);
  });
}

/**
 * Records the members that Braze named as refused beside a success. Of a member under two identifiers it may have taken the other one:
 * then nobody knows whether the cohort has them, and they are owed once Heap says something new.
 */
async function noteRefused(
  sql: PoolClient,
  push: SentPush,
  refused: ReadonlyMap<string, string>,
): Promise<void> {
  const members = push.members.flatMap((member) => {
    const words = refused.get(member.userKey);
    return words === undefined ? [] : [{ ...member, words }];
  });
  if (members.length === 0) return;
  if (identifiersOf(push.identifierKind).length > 1) {
    await markUnknown(
      sql,
      push.segmentId,
      members.map((member) => member.userKey),
    );
  }
  await markRefused(sql, push.segmentId, members);
}

/**
 * Records a call that failed. Unless Braze certainly changed nothing, its members are unknown from now on. After a
 * 423 the segment's calls are made one at a time for a while.
 */
export async function recordFailed(push: SentPush, err: VendorError): Promise<void> {
  const hadNoEffect = err.kind === "unauthorized" || err.kind === "locked" || err.kind === "throttled";

  await inTransaction(async (sql) => {
    const end = { state: "failed", refused: 0, status: err.status, words: err.words } as const;
    const isMine = await closePush(sql, push, end);
    if (isMine && !hadNoEffect) await markUnknown(sql, push.segmentId, userKeysOf(push));
    if (err.kind === "locked") {
      await sql.query(
        "UPDATE segment SET one_at_a_time_until = now() + make_interval(secs => $2) WHERE id = $1",
        [push.segmentId, ONE_AT_A_TIME_SECONDS],
      );
    }
    if (isMine) await countPushes(sql, [push.id]);
  });
}

/**
 * Closes a push under the lock of the segment's row. False when it was closed in the meantime (by a resync, another
 * identifier, or a successor that took this process for dead): then what Braze did does not count, and its members
 * are unknown.
 */
async function closePush(
  sql: PoolClient,
  push: SentPush,
  end: { state: "accepted" | "refused" | "failed"; refused: number; status: number | null; words: string },
): Promise<boolean> {
  await sql.query("SELECT FROM segment WHERE id = $1 FOR NO KEY UPDATE", [push.segmentId]);
  await openSegmentDay(sql, push.segmentId);
  const { rowCount } = await sql.query(
    `UPDATE push SET state = $2, status = $3, words = $4, refused = $5, user_keys = '{}', finished_at = now()
     WHERE id = $1 AND state = 'sending'`,
    [push.id, end.state, end.status, end.words, end.refused],
  );
  if (rowCount) return true;

  await markUnknown(sql, push.segmentId, userKeysOf(push));
  return false;
}

function userKeysOf(push: SentPush): string[] {
  return push.members.map((member) => member.userKey);
}

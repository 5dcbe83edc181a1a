import type pg from "pg";
import { inTransaction, pool } from "@/lib/kernel/database";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import type { Wanted } from "./match-identity";
import type { Place } from "./walk-customer";

type Phase = "batches" | "pages" | "members" | "mentions" | "leaving";

/** An erasure under way. */
export interface RunningErasure {
  id: string;
  customerId: string;
  phase: Phase;
  place: Place;
  wanted: Wanted;
  giveUpAt: Date | null;
}

/** What a step of an erasure did; each number is added to the erasure's own. */
export interface Step {
  /** Where the next step continues; a phase begins at its start. */
  next: Place | { phase: Phase };
  done?: number;
  events?: number;
  pages?: number;
  members?: number;
  mentions?: number;
  leaving?: number;
}

/** The erasure to continue, marked as alive; null when it is over. */
export async function loadErasure(erasureId: string): Promise<RunningErasure | null> {
  const { rows } = await pool.query<{
    id: string;
    customerId: string;
    phase: Phase;
    ownerId: string | null;
    placeId: string | null;
    /** @neverNull the identity is forgotten when the erasure is done, not before */
    identityEnc: string;
    includesVariants: boolean;
    giveUpAt: Date | null;
  }>(
    `UPDATE erasure SET touched_at = now() WHERE id = $1 AND phase <> 'done'
     RETURNING id, customer_id AS "customerId", phase, cursor_owner_id AS "ownerId", cursor_id AS "placeId",
               identity_enc AS "identityEnc", includes_variants AS "includesVariants", give_up_at AS "giveUpAt"`,
    [erasureId],
  );
  const [row] = rows;
  if (!row) return null;

  const { id, customerId, phase, includesVariants, giveUpAt } = row;
  const identity = decryptSecret(row.identityEnc, { customerId, field: "erased_identity" });
  return {
    id,
    customerId,
    phase,
    place: { ownerId: row.ownerId, id: row.placeId },
    wanted: { identity, includesVariants },
    giveUpAt,
  };
}

/**
 * Gives an erasure that was interrupted its customer's turn back.
 * @returns false while another erasure of the customer has it
 */
export async function takeTurn(erasureId: string): Promise<boolean> {
  await pool.query(
    `UPDATE erasure e SET interrupted_at = NULL
     WHERE e.id = $1 AND e.interrupted_at IS NOT NULL AND NOT EXISTS (
       SELECT FROM erasure o WHERE o.customer_id = e.customer_id AND o.phase <> 'done' AND o.interrupted_at IS NULL)`,
    [erasureId],
  );
  const { rowCount } = await pool.query("SELECT FROM erasure WHERE id = $1 AND interrupted_at IS NOT NULL", [
    erasureId,
  ]);
  return rowCount === 0;
}

/**
 * Does one step and records it, in one transaction that locks the erasure's row. If another process has done this
 * step in the meantime, nothing is done again.
 */
export async function takeStep(
  erasure: RunningErasure,
  work: (sql: pg.PoolClient) => Promise<Step>,
): Promise<void> {
  await inTransaction(async (sql) => {
    const { rowCount } = await sql.query(
      `SELECT FROM erasure WHERE id = $1 AND phase = $2::erasure_phase AND cursor_owner_id IS NOT DISTINCT FROM $3::uuid
         AND cursor_id IS NOT DISTINCT FROM $4::uuid FOR UPDATE`,
      [erasure.id, erasure.phase, erasure.place.ownerId, erasure.place.id],
    );
    if (rowCount === 0) return;

    const step = await work(sql);
    const next = "phase" in step.next ? { ...step.next, ownerId: null, id: null } : step.next;
    await sql.query(
      `UPDATE erasure SET phase = COALESCE($2::erasure_phase, phase), cursor_owner_id = $3, cursor_id = $4,
              done = done + $5, events = events + $6, pages = pages + $7, members = members + $8,
              mentions = mentions + $9, leaving = leaving + $10, touched_at = now()
       WHERE id = $1`,
      [
        erasure.id,
        "phase" in next ? next.phase : null,
        next.ownerId,
        next.id,
        step.done ?? 0,
        step.events ?? 0,
        step.pages ?? 0,
        step.members ?? 0,
        step.mentions ?? 0,
        step.leaving ?? 0,
      ],
    );
  });
}

import type { WaitingSync } from "@/lib/cohorts/syncs/queue-sync";
import { openAlert, resolveAlert } from "@/lib/kernel/alerts/open-alert";
import { recordAudit } from "@/lib/kernel/audit/record-audit";
import { pool, prisma, sqlOf } from "@/lib/kernel/database";
import { withOpenSlice } from "@/lib/kernel/open-slices";
import { eraseInPage } from "./erase-in-page";
import { eraseNextSegment, forgetWhoLeft } from "./erase-members";
import { eraseMentions } from "./erase-mentions";
import { eraseNextBatches } from "./erase-next-batches";
import { loadErasure, type RunningErasure, takeStep, takeTurn } from "./erasure-progress";
import { isWantedKey } from "./match-identity";
import { nextPages, type WalkedPage } from "./walk-customer";

/** A slice ends after this long, so that a step of the function stays short. */
const SLICE_SECONDS = 15;
/**
 * How long to wait for Braze. The identity is not kept longer: deleting the user in Braze also removes them from its
 * cohorts.
 */
const LEAVING_HOURS = 24;
const MAX_WAIT_SECONDS = 60;

export interface ErasureSlice {
  /** It is over. */
  done: boolean;
  /** How long to wait before the next slice; 0 to continue at once. */
  waitSeconds: number;
  /** Syncs to run, which remove the person from cohorts. */
  syncs: WaitingSync[];
}

/**
 * Continues an erasure for one bounded slice of time. Each chunk is erased and recorded in one transaction, so a
 * killed process repeats at most one chunk, which changes nothing more.
 */
export async function runErasureSlice(erasureId: string): Promise<ErasureSlice> {
  return withOpenSlice("erasure", erasureId, () => erasureSlice(erasureId), {
    wait: (waitSeconds) => ({ done: false, waitSeconds, syncs: [] }),
    giveUp: async (happened) => {
      await interrupt(erasureId, happened);
      return { done: true, waitSeconds: 0, syncs: [] };
    },
  });
}

async function erasureSlice(erasureId: string): Promise<ErasureSlice> {
  if (!(await takeTurn(erasureId))) return { done: false, waitSeconds: MAX_WAIT_SECONDS, syncs: [] };
  const deadlineMs = Date.now() + SLICE_SECONDS * 1_000;
  const syncs: ErasureSlice["syncs"] = [];
  while (Date.now() < deadlineMs) {
    const erasure = await loadErasure(erasureId);
    if (!erasure) return { done: true, waitSeconds: 0, syncs };

    if (erasure.phase === "batches") await eraseNextBatches(erasure);
    else if (erasure.phase === "pages") await eraseNextPages(erasure);
    else if (erasure.phase === "members") {
      const sync = await eraseNextSegment(erasure);
      if (sync) syncs.push(sync);
    } else if (erasure.phase === "mentions") await eraseMentions(erasure);
    else {
      const waitSeconds = await endOrWait(erasure);
      return { done: waitSeconds === 0, waitSeconds, syncs };
    }
  }
  return { done: false, waitSeconds: 0, syncs };
}

/** Ends the erasure when nobody is left in a cohort or it has waited long enough; otherwise says how long to wait. */
async function endOrWait(erasure: RunningErasure): Promise<number> {
  const { rows } = await pool.query<{ waitedSeconds: number; leftSeconds: number }>(
    `UPDATE erasure SET give_up_at = COALESCE(give_up_at, now() + make_interval(hours => $2)), touched_at = now()
     WHERE id = $1
     RETURNING extract(epoch FROM now() - give_up_at + make_interval(hours => $2))::float AS "waitedSeconds",
               extract(epoch FROM give_up_at - now())::float AS "leftSeconds"`,
    [erasure.id, LEAVING_HOURS],
  );
  const { waitedSeconds = 0, leftSeconds = 0 } = rows[0] ?? {};
  const isLast = leftSeconds <= 0;
  const held = await forgetWhoLeft(erasure, isLast);
  if (held > 0 && !isLast) {
    await pool.query("UPDATE erasure SET leaving = $2 WHERE id = $1", [erasure.id, held]);
    return Math.ceil(Math.min(MAX_WAIT_SECONDS, 1 + waitedSeconds / 4));
  }

  await end(erasure, held);
  return 0;
}

/** Leaves the turn to the customer's next erasure, and tells the CSM that this one is stuck. */
async function interrupt(erasureId: string, happened: string): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const [erasure] = await tx.erasure.updateManyAndReturn({
      where: { id: erasureId, phase: { not: "done" } },
      data: { interruptedAt: new Date() },
    });
    if (!erasure) return;
    await openAlert(sqlOf(tx), {
      customerId: erasure.customerId,
      kind: "erasure_interrupted",
      subject: erasureId,
      message: "An erasure is stuck: some of the person’s data is not erased yet.",
      cause: happened,
      nextAction:
        "Ask the operator of Tributary to check the log from that time. The erasure is retried once a day; other erasures of this customer continue.",
    });
  });
}

/** Forgets the identity, and records the end with what was erased. */
async function end(erasure: RunningErasure, held: number): Promise<void> {
  await prisma.$transaction(async (tx) => {
    const ended = await tx.erasure.updateManyAndReturn({
      where: { id: erasure.id, phase: { not: "done" } },
      data: {
        phase: "done",
        identityEnc: null,
        leaving: 0,
        leftInBraze: { increment: held },
        finishedAt: new Date(),
      },
    });
    for (const one of ended) {
      const { id, customerId, fingerprint, events, pages, members, mentions, leftInBraze, requestedBy } = one;
      await resolveAlert(sqlOf(tx), { customerId, kind: "erasure_interrupted", subject: id });
      await recordAudit(
        tx,
        { actor: { kind: "system", name: "erasure" } },
        {
          action: "customer.identity_erased",
          customerId,
          subjectKind: "customer",
          subjectId: customerId,
          after: { erasureId: id, fingerprint, requestedBy, events, pages, members, mentions, leftInBraze },
        },
      );
    }
  });
}

/**
 * Removes the person from the bodies of the next pages. What the pages changed is recorded on the members; an
 * unreadable page that contains the identity anywhere loses its whole body.
 */
async function eraseNextPages(erasure: RunningErasure): Promise<void> {
  const chunk = await nextPages(erasure.customerId, erasure.place);
  if (!chunk) return takeStep(erasure, async () => ({ next: { phase: "members" } }));

  const { destinationId, pages } = chunk;
  const changed: { id: string; body: Buffer | null }[] = [];
  for (const page of pages) {
    const body = await eraseBody(page, erasure);
    if (body !== undefined) changed.push({ id: page.id, body });
  }
  await takeStep(erasure, async (sql) => {
    for (const { id, body } of changed) {
      await sql.query("UPDATE page SET body = $2 WHERE id = $1 AND body IS NOT NULL", [id, body]);
    }
    return {
      next: { ownerId: destinationId, id: pages.at(-1)?.id ?? null },
      done: pages.length,
      pages: changed.length,
    };
  });
}

/** The new body; undefined when it stays unchanged. */
async function eraseBody(
  { body, identifierKind }: WalkedPage,
  { wanted }: RunningErasure,
): Promise<Buffer | null | undefined> {
  const erased = await eraseInPage(body, (value) => isWantedKey(wanted, identifierKind, value));
  if (erased === "unreadable") return body.includes(wanted.identity) ? null : undefined;
  return erased ?? undefined;
}

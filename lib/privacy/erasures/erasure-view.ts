import { z } from "zod";
import { pageOf } from "@/lib/kernel/api/keyset";
import type { Erasure } from "@/prisma/generated/client";
import { ErasurePhase } from "@/prisma/generated/enums";

const count = z.int().min(0);

/**
 * An erasure as the API returns it. It does not reveal the person: the fingerprint only shows whether two erasures
 * were about the same one.
 */
export const erasureView = z
  .strictObject({
    id: z.uuid(),
    fingerprint: z.string(),
    includesVariants: z.boolean(),
    /** The current phase. `leaving`: only memberships that Braze still has to give up are left. */
    phase: z.enum(ErasurePhase),
    /** Batches, pages and segments to go through, and those done. */
    total: count,
    done: count,
    /** What has been erased so far. `mentions`: in alerts, notices, replays and messages from Braze and Heap. */
    events: count,
    pages: count,
    members: count,
    mentions: count,
    /** Memberships that Braze still has: they leave the cohort, or their attribute is taken away, before they are forgotten. */
    leaving: count,
    /** Memberships that could not be removed from the cohort or attribute in time: delete the user in Braze. */
    leftInBraze: count,
    requestedBy: z.string(),
    requestedAt: z.iso.datetime(),
    /** While it waits for Braze: until when. */
    giveUpAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Erasure" });

export type ErasureView = z.infer<typeof erasureView>;
export const erasurePage = pageOf(erasureView);

/** Turns a row into the view. */
export function toErasureView(row: Erasure): ErasureView {
  const {
    customerId: _,
    identityEnc: __,
    cursorOwnerId: ___,
    cursorId: ____,
    touchedAt: _____,
    deletionRequestId: ______,
    interruptedAt: _______,
    ...rest
  } = row;
  return {
    ...rest,
    requestedAt: row.requestedAt.toISOString(),
    giveUpAt: row.giveUpAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

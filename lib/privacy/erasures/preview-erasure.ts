import { z } from "zod";
import { readIdentifierKind } from "@/lib/cohorts/members/identifier-of-members";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { readInTurn } from "@/lib/kernel/body-reads";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import type { IdentifierKind } from "@/prisma/generated/enums";
import { findInBatch } from "./erase-in-bodies";
import { eraseInPage } from "./erase-in-page";
import { isSameKey, matchIdentity, type Wanted } from "./match-identity";
import {
  findRecordedEvents,
  findUserKeys,
  nextBatches,
  nextPages,
  nextSegment,
  type Place,
  START,
} from "./walk-customer";

/** After this long a preview answers with what it has counted so far. */
const PREVIEW_SECONDS = 15;
/** Spellings shown: enough to see what the variants are. */
const MAX_SPELLINGS = 10;

const counts = z.strictObject({ events: z.int(), pages: z.int(), members: z.int() });

export const erasurePreview = z
  .strictObject({
    /**
     * What is exactly the identity, and what differs from it only in the case of a to z or in surrounding white
     * space. Where users are named by address, every spelling of it is exactly the identity.
     */
    exact: counts,
    variants: counts,
    /** The spellings of the variants. */
    spellings: z.array(z.string()),
    /** False when counting was stopped because there is too much: it is this and more. */
    isComplete: z.boolean(),
  })
  .meta({ id: "ErasurePreview" });

export type ErasurePreview = z.infer<typeof erasurePreview>;

/**
 * What an erasure of this identity would touch, counted in the same way as the erasure does it, without changing
 * anything.
 * @throws TributaryError `forbidden` below admin, `not_found`, `unavailable`
 */
export async function previewErasure(
  ctx: Ctx,
  { customerId, identity }: { customerId: string; identity: string },
): Promise<ErasurePreview> {
  requireRole(ctx, "admin");
  await requireCustomer(customerId);
  const count = new Count(identity);
  const deadlineMs = Date.now() + PREVIEW_SECONDS * 1_000;
  const isLate = () => Date.now() > deadlineMs;

  for (let segmentId: string | null = null; !isLate(); ) {
    segmentId = await nextSegment(customerId, { ownerId: segmentId, id: null });
    if (segmentId === null) break;
    const keys = await findUserKeys(pool, segmentId, count.wanted);
    const kind = keys.length > 0 ? await readIdentifierKind(pool, segmentId) : "external_id";
    for (const userKey of keys) count.add("members", [userKey], kind);
  }
  for (let place: Place = START; !isLate(); ) {
    const from = place;
    const next = await readInTurn(ctx, () => countBatches(customerId, count, from));
    if (next) place = next;
    else return countAllPages(ctx, customerId, count, isLate);
  }
  return count.answer(false);
}

/** Counts in the next batches; null after the last. */
async function countBatches(customerId: string, count: Count, from: Place): Promise<Place | null> {
  const chunk = await nextBatches(customerId, from);
  if (!chunk) return null;

  const recorded = await findRecordedEvents(
    pool,
    chunk.batches.map(({ id }) => id),
    count.wanted,
  );
  const found = new Map<string, string[]>();
  const note = (key: string, value: unknown) => found.set(key, [...(found.get(key) ?? []), String(value)]);
  for (const { batchId, index, identity: written } of recorded) note(`${batchId}/${index}`, written);
  for (const { id, body } of chunk.batches) {
    if (!body) continue;
    await findInBatch(body, (value, index) => {
      const isOne = matchIdentity(count.wanted.identity, value) !== null;
      if (isOne) note(`${id}/${index}`, value);
      return isOne;
    });
  }
  for (const written of found.values()) count.add("events", written);
  return { ownerId: chunk.sourceId, id: chunk.batches.at(-1)?.id ?? null };
}

async function countAllPages(
  ctx: Ctx,
  customerId: string,
  count: Count,
  isLate: () => boolean,
): Promise<ErasurePreview> {
  for (let place: Place = START; !isLate(); ) {
    const from = place;
    const next = await readInTurn(ctx, () => countPages(customerId, count, from));
    if (next) place = next;
    else return count.answer(true);
  }
  return count.answer(false);
}

/** Counts in the next pages; null after the last. */
async function countPages(customerId: string, count: Count, from: Place): Promise<Place | null> {
  const chunk = await nextPages(customerId, from);
  if (!chunk) return null;

  for (const { body, identifierKind } of chunk.pages) {
    const written: string[] = [];
    await eraseInPage(body, (value) => {
      if (matchIdentity(count.wanted.identity, value) !== null) written.push(String(value));
      return false;
    });
    if (written.length > 0) count.add("pages", written, identifierKind);
  }
  return { ownerId: chunk.destinationId, id: chunk.pages.at(-1)?.id ?? null };
}

class Count {
  readonly wanted: Wanted;
  private readonly exact = { events: 0, pages: 0, members: 0 };
  private readonly variants = { events: 0, pages: 0, members: 0 };
  private readonly spellings = new Set<string>();

  constructor(identity: string) {
    this.wanted = { identity, includesVariants: true };
  }

  /** Counts one row by the spellings of the identity in it; in segments of addresses all of them are one user. */
  add(
    what: keyof z.infer<typeof counts>,
    written: readonly string[],
    kind: IdentifierKind = "external_id",
  ): void {
    const isExact = written.some((text) => isSameKey(this.wanted.identity, kind, text));
    (isExact ? this.exact : this.variants)[what]++;
    for (const text of written) {
      if (text !== this.wanted.identity && this.spellings.size < MAX_SPELLINGS) this.spellings.add(text);
    }
  }

  answer(isComplete: boolean): ErasurePreview {
    return { exact: this.exact, variants: this.variants, spellings: [...this.spellings].sort(), isComplete };
  }
}

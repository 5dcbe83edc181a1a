import { z } from "zod";
import type { Entry } from "@/lib/forwarding/batches/map-batch";
import { explainOutcome } from "@/lib/forwarding/events/explain-outcome";
import { loadMapping } from "@/lib/forwarding/mapping/mapping-of-source";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { readInTurn } from "@/lib/kernel/body-reads";
import { pool } from "@/lib/kernel/database";
import { eventName } from "@/lib/vendors/braze/catalog";
import { Outcome } from "@/prisma/generated/enums";
import { choose, countChosen, takeChosen } from "./chosen-events";
import { type ReplayPreviewInput, replayPreviewInput } from "./replay-input";

/** How many events the preview maps: enough to show the effect of a change, few enough to answer at once. */
const SAMPLE_SIZE = 20;

const mapped = z.strictObject({
  outcome: z.enum(Outcome),
  name: z.string().nullable(),
  /** Why, in a few words for people; null when the outcome says it all. */
  because: z.string().nullable(),
});

export const replayPreviewView = z
  .strictObject({
    /** All matching events. */
    total: z.int().min(0),
    /** The first of them, as they are and as they would be; `after` is null when the body is gone. */
    sample: z.array(
      z.strictObject({
        batchId: z.uuid(),
        index: z.int(),
        eventId: z.string().nullable(),
        type: z.string().nullable(),
        /** The readable name of `type`. */
        typeName: z.string().nullable(),
        before: mapped,
        after: mapped.extend({ identity: z.string().nullable() }).nullable(),
      }),
    ),
  })
  .meta({ id: "ReplayPreview" });

export type ReplayPreview = z.infer<typeof replayPreviewView>;

/**
 * What a replay would do: how many events match, and the outcomes of the first ones, with the source's settings or
 * with others. Sends nothing and changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `unavailable`
 */
export async function previewReplay(
  ctx: Ctx,
  input: ReplayPreviewInput & { customerId: string; sourceId: string },
): Promise<ReplayPreview> {
  requireRole(ctx, "viewer");
  const { customerId, sourceId, ...rest } = input;
  const { mapping, ...filter } = parseInput(replayPreviewInput, rest);
  const own = await loadMapping({ customerId, sourceId });

  const choice = choose(sourceId, filter);
  const [total, events] = await Promise.all([
    countChosen(pool, choice),
    readInTurn(ctx, () =>
      takeChosen(pool, choice, { customerId, mapping: { ...own, ...mapping } }, SAMPLE_SIZE),
    ),
  ]);
  return {
    total,
    sample: events.map(({ batchId, index, before, entry }) => ({
      batchId,
      index,
      eventId: entry?.eventId ?? null,
      type: entry?.type ?? null,
      typeName: entry?.type ? eventName(entry.type) : null,
      before: {
        outcome: before.outcome,
        name: before.name,
        because: explainOutcome({ ...before, type: entry?.type ?? null, identity: null }).because,
      },
      after: entry && toAfter(entry, before.outcome),
    })),
  };
}

/** What a replay would make of an event, if Heap takes what it is sent. */
function toAfter(entry: Entry, before: Outcome): ReplayPreview["sample"][number]["after"] {
  if (entry.outcome === "held") return { outcome: before, name: null, because: entry.reason, identity: null };
  const outcome = entry.outcome === "forward" ? "forwarded" : entry.outcome;
  return {
    outcome,
    name: entry.heap?.event ?? null,
    because: explainOutcome({ ...entry, outcome, deliveryId: null }).because,
    identity: entry.identity,
  };
}

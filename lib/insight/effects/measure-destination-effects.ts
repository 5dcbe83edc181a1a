import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { pool } from "@/lib/kernel/database";
import { mayFlow } from "@/lib/kernel/holds/hold-rule";
import { counted } from "@/lib/kernel/words";
import { requireDestination } from "@/lib/setup/destinations/show-destination";
import { type DestinationKind, IdentifierKind } from "@/prisma/generated/enums";
import type { EffectsView, EffectView } from "./effects-view";

/** What is about to be saved, without any secret: of a key only what becomes of it. Fields left out are not changed. */
export const destinationEffectsInput = z.strictObject({
  brazeInstance: z.string().max(100).optional(),
  identifierKind: z.enum(IdentifierKind).optional(),
  aliasLabel: z.string().max(200).nullable().optional(),
  /** A key for another workspace, or for one that nobody is sure about; or none from now on. */
  dataImportKey: z.enum(["of_another_workspace", "removed"]).optional(),
});

interface Reach {
  /** Segments that are synced, and their members in Heap. */
  synced: number;
  wanted: number;
  /** Members that Braze has, and in how many segments. */
  acked: number;
  segments: number;
}

/**
 * What saving other settings or another key of a destination would do: who is sent to Braze again, and what stops. One
 * statement, over the counts that each segment keeps. Changes nothing.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`
 */
export async function measureDestinationEffects(
  ctx: Ctx,
  input: z.input<typeof destinationEffectsInput> & { customerId: string; destinationId: string },
): Promise<EffectsView> {
  requireRole(ctx, "csm");
  const { customerId, destinationId, ...rest } = input;
  const change = parseInput(destinationEffectsInput, rest);
  const { state: customerState } = await requireCustomer(customerId);
  const found = await requireDestination({ customerId, destinationId });

  const isOther = (field: "brazeInstance" | "identifierKind" | "aliasLabel") =>
    change[field] !== undefined && change[field] !== found[field];
  const isOtherWorkspace = isOther("brazeInstance") || change.dataImportKey === "of_another_workspace";
  const isOtherId = isOther("identifierKind") || isOther("aliasLabel");
  const reach = await readReach(destinationId, isOtherId && !isOtherWorkspace);
  const effect =
    change.dataImportKey === "removed"
      ? stops(reach)
      : isOtherWorkspace || isOtherId
        ? sentAgain(reach, isOtherWorkspace ? found.kind : null)
        : null;
  return {
    isLive: mayFlow({ customerState, isDestinationPaused: found.pausedAt !== null }),
    items: effect ? [effect] : [],
  };
}

const OTHER_WORKSPACE: Record<DestinationKind, string> = {
  cohort:
    "The cohorts are created in the other workspace. Those in the current workspace stay there unchanged.",
  attribute:
    "Users of the other workspace get the attributes. Those in the current workspace keep theirs, unchanged.",
};

/** @param otherWorkspace the destination's kind, if its workspace changes; null if only the id does */
function sentAgain({ acked, segments }: Reach, otherWorkspace: DestinationKind | null): EffectView | null {
  if (acked === 0) return null;
  return {
    about: "members",
    isHarmful: otherWorkspace !== null,
    message: `${counted(acked, "member")} of ${counted(segments, "segment")} will be sent to Braze again.`,
    cause: otherWorkspace
      ? OTHER_WORKSPACE[otherWorkspace]
      : "Braze looks each of them up by the other ID. Members it does not know by that ID are not added.",
    groups: [],
  };
}

function stops({ synced, wanted }: Reach): EffectView | null {
  if (synced === 0) return null;
  return {
    about: "members",
    isHarmful: true,
    message: `${counted(synced, "segment")} with ${counted(wanted, "member")} will no longer be synced.`,
    cause: "Changes from Heap are still accepted and kept. They are sent once a key is entered again.",
    groups: [],
  };
}

async function readReach(destinationId: string, isOwnIdLeftOut: boolean): Promise<Reach> {
  const { rows } = await pool.query<Reach>(
    `SELECT count(*) FILTER (WHERE mode <> 'off')::int AS synced,
            COALESCE(sum(wanted_count) FILTER (WHERE mode <> 'off'), 0)::float8 AS wanted,
            COALESCE(sum(acked_count), 0)::float8 AS acked,
            count(*) FILTER (WHERE acked_count > 0)::int AS segments
     FROM segment WHERE destination_id = $1 AND (NOT $2::boolean OR identifier_kind IS NULL)`,
    [destinationId, isOwnIdLeftOut],
  );
  return rows[0] ?? { synced: 0, wanted: 0, acked: 0, segments: 0 };
}

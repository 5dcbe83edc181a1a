import { z } from "zod";
import { compareMappings } from "@/lib/forwarding/previews/compare-mappings";
import { mappingPreviewInput } from "@/lib/forwarding/previews/mapping-preview-input";
import { measureOverlap } from "@/lib/insight/identity-overlaps/measure-overlap";
import { type OverlapFacts, overlapFacts } from "@/lib/insight/identity-overlaps/overlap-facts";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { readInTurn } from "@/lib/kernel/body-reads";
import { requireCustomer } from "@/lib/kernel/customers/require-customer";
import { prisma } from "@/lib/kernel/database";
import { mayFlow } from "@/lib/kernel/holds/hold-rule";
import { requireSource } from "@/lib/setup/sources/show-source";
import { chosenEventTypes } from "@/lib/setup/sources/source-input";
import { IdentityField, NewTypes } from "@/prisma/generated/enums";
import type { EffectsView, EffectView } from "./effects-view";
import { identityEffect } from "./identity-effect";
import { mappingEffects } from "./mapping-effects";

/** The settings that are about to be saved, as far as their effect can be measured; those left out are not changed. */
export const sourceEffectsInput = mappingPreviewInput.extend({
  identityField: z.enum(IdentityField).optional(),
  eventTypes: chosenEventTypes.optional(),
  newTypes: z.enum(NewTypes).optional(),
});

/**
 * What saving other settings of a source would do, measured from its latest events and the last comparison of its
 * identities with Heap's members, which is made now if there was none. Bounded like those. Changes no setting and sends
 * nothing.
 * @throws TributaryError `forbidden`, `not_found`, `invalid`, `unavailable`
 */
export async function measureSourceEffects(
  ctx: Ctx,
  input: z.input<typeof sourceEffectsInput> & { customerId: string; sourceId: string },
): Promise<EffectsView> {
  requireRole(ctx, "csm");
  const { customerId, sourceId, ...rest } = input;
  const { identityField, ...tried } = parseInput(sourceEffectsInput, rest);
  const { state: customerState } = await requireCustomer(customerId);
  const source = await requireSource({ customerId, sourceId });

  const items: EffectView[] = [];
  if (identityField !== undefined && identityField !== source.identityField) {
    const facts = await readFacts(ctx, { customerId, sourceId });
    const effect = identityEffect(facts, { before: source.identityField, after: identityField });
    if (effect) items.push(effect);
  }
  if (Object.keys(tried).length > 0) {
    items.push(...mappingEffects(await compareMappings(ctx, { customerId, sourceId, tried })));
  }
  // Personal data first: it is what no later change takes back.
  items.sort((a, b) => Number(b.about === "personal") - Number(a.about === "personal"));
  return { isLive: mayFlow({ customerState, isSourcePaused: source.pausedAt !== null }), items };
}

/** As last measured: what has come since changes a share by little. */
async function readFacts(ctx: Ctx, ids: { customerId: string; sourceId: string }): Promise<OverlapFacts> {
  const stored = await prisma.identityOverlap.findUnique({ where: { sourceId: ids.sourceId } });
  if (stored) return overlapFacts.parse(stored.facts);
  return (await readInTurn(ctx, () => measureOverlap(ids))).facts;
}

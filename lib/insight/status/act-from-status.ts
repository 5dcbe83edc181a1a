import { z } from "zod";
import { setSegmentMode } from "@/lib/cohorts/segments/set-segment-mode";
import type { WaitingSync } from "@/lib/cohorts/syncs/queue-sync";
import { requestSync } from "@/lib/cohorts/syncs/request-sync";
import type { Ctx } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { versionInput } from "@/lib/kernel/api/text-input";
import { createAttempts } from "@/lib/kernel/attempts";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { revealEndpoint } from "@/lib/setup/endpoints/reveal-endpoint";
import { type ActiveStatusLink, ctxOfLink } from "@/lib/setup/status-links/find-active-status-link";
import { lookAgain } from "./show-status";

/** Enough for a person who tidies up, too few to fill the audit log. */
const perLink = createAttempts({ burst: 60, refillSeconds: 10, maxSubjects: 10_000 });

const statusSyncInput = z.strictObject({ segmentId: z.uuid() });
const statusToggleInput = z.strictObject({
  segmentId: z.uuid(),
  isOn: z.boolean(),
  version: versionInput,
});
const statusEndpointInput = z.strictObject({ endpointId: z.uuid() });

export type StatusSyncInput = z.infer<typeof statusSyncInput>;
export type StatusToggleInput = z.infer<typeof statusToggleInput>;
export type StatusEndpointInput = z.infer<typeof statusEndpointInput>;

/** What the page gets back; it reads the rest with its next request. */
export const statusActionView = z.strictObject({ isDone: z.literal(true) });
export const statusEndpointView = z.strictObject({ url: z.url() });

/**
 * Sync now, requested through a status link. The caller then sends `sync/requested`.
 * @throws TributaryError `not_found` when the segment is not its customer's, `forbidden`
 *   without that right, `invalid`, `conflict` while nothing can be sent, `limit_reached`
 */
export async function syncFromStatus(link: ActiveStatusLink, input: unknown): Promise<WaitingSync> {
  const { ctx, customerId } = enter(link);
  const { segmentId } = parseInput(statusSyncInput, input);
  const { syncId } = await requestSync(ctx, { customerId, segmentId, trigger: "manual" });
  lookAgain(customerId);
  return { syncId, segmentId, customerId };
}

/**
 * Turns a segment off, or on to recurring, through a status link.
 * @throws TributaryError as `syncFromStatus`; `conflict` when it was changed in the meantime; `limit_reached` also
 *   for the 31st recurring segment of a destination
 */
export async function toggleFromStatus(link: ActiveStatusLink, input: unknown): Promise<void> {
  const { ctx, customerId } = enter(link);
  const { segmentId, isOn, version } = parseInput(statusToggleInput, input);
  await setSegmentMode(ctx, { customerId, segmentId, version, mode: isOn ? "recurring" : "off" });
  lookAgain(customerId);
}

/**
 * Shows the address of a current endpoint through a status link.
 * @throws TributaryError as `syncFromStatus`
 */
export async function revealFromStatus(link: ActiveStatusLink, input: unknown): Promise<{ url: string }> {
  const { ctx, customerId } = enter(link);
  const { endpointId } = parseInput(statusEndpointInput, input);
  const endpoint = await prisma.endpoint.findFirst({
    where: { id: endpointId, customerId, expiresAt: null, revokedAt: null },
    select: { sourceId: true, destinationId: true },
  });
  const { sourceId, destinationId } = endpoint ?? {};
  if (!sourceId && !destinationId) throw new TributaryError("not_found", "There is no such endpoint.");

  const owner = sourceId ? { sourceId } : { destinationId: destinationId ?? "" };
  const { url } = await revealEndpoint(ctx, { customerId, endpointId, ...owner });
  return { url };
}

function enter(link: ActiveStatusLink): { ctx: Ctx; customerId: string } {
  if (!perLink.take(link.id)) {
    throw new TributaryError("limit_reached", "Too many changes at once. Wait a minute, then try again.");
  }
  return { ctx: ctxOfLink(link), customerId: link.customerId };
}

import { z } from "zod";
import { publicUrl } from "@/lib/kernel/own-addresses";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import type { Endpoint } from "@/prisma/generated/client";

/** An endpoint without its secret: the hint is the end of the token. */
export const endpointView = z
  .strictObject({
    id: z.uuid(),
    hint: z.string(),
    /** current: the one to use. overlapping: works until `expiresAt`. ended: answers 404. */
    state: z.enum(["current", "overlapping", "ended"]),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    lastProbeAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "Endpoint" });

/** An endpoint with its address, which only creating, rotating and revealing return. */
export const revealedEndpointView = endpointView.extend({ url: z.url() }).meta({ id: "RevealedEndpoint" });

export type EndpointView = z.infer<typeof endpointView>;
export type RevealedEndpointView = z.infer<typeof revealedEndpointView>;

/** Turns a row into the view without its secret. */
export function toEndpointView(row: Endpoint, now = new Date()): EndpointView {
  return {
    id: row.id,
    hint: row.hint,
    state: endpointState(row, now),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastProbeAt: row.lastProbeAt?.toISOString() ?? null,
  };
}

/** Turns a row into the view with the address that Braze or Heap posts to. */
export function toRevealedEndpointView(row: Endpoint): RevealedEndpointView {
  const token = decryptSecret(row.tokenEnc, { customerId: row.customerId, field: "endpoint_token" });
  const path = row.sourceId ? "api/currents" : "api/heap";
  return { ...toEndpointView(row), url: publicUrl(`${path}/${token}`) };
}

/** Whether an endpoint is current, in its overlap, or over. */
export function endpointState(
  row: Pick<Endpoint, "expiresAt" | "revokedAt">,
  now: Date,
): EndpointView["state"] {
  if (row.revokedAt) return "ended";
  if (!row.expiresAt) return "current";
  return row.expiresAt > now ? "overlapping" : "ended";
}

/** Whether an `endpoint e` takes requests, current or in its overlap, in SQL; the same as a state other than `ended`. */
export const ENDPOINT_WORKS = "e.revoked_at IS NULL AND (e.expires_at IS NULL OR e.expires_at > now())";

import { z } from "zod";
import type { ConnectLink } from "@/prisma/generated/client";

/** A connect link without its secret: the hint is the end of the token. */
export const connectLinkView = z
  .strictObject({
    id: z.uuid(),
    hint: z.string(),
    /** active: the customer can open it. used: values were entered. expired, revoked: it no longer works. */
    state: z.enum(["active", "used", "expired", "revoked"]),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    usedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "ConnectLink" });

/** A new link with its address, which only its creation returns: the token is stored as a hash. */
export const createdConnectLinkView = connectLinkView
  .extend({ url: z.url() })
  .meta({ id: "CreatedConnectLink" });

export type ConnectLinkView = z.infer<typeof connectLinkView>;
export type CreatedConnectLinkView = z.infer<typeof createdConnectLinkView>;

type Moments = Pick<ConnectLink, "expiresAt" | "usedAt" | "revokedAt">;

/** Turns a row into the view. */
export function toConnectLinkView(row: ConnectLink, now = new Date()): ConnectLinkView {
  return {
    id: row.id,
    hint: row.hint,
    state: connectLinkState(row, now),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    usedAt: row.usedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

/** A link's state at `now`. One that was used and later revoked counts as used: its values are there. */
export function connectLinkState(row: Moments, now: Date): ConnectLinkView["state"] {
  if (row.usedAt) return "used";
  if (row.revokedAt) return "revoked";
  return row.expiresAt > now ? "active" : "expired";
}

/** Which links the customer can open at `now`, as a filter. */
export function activeAt(now: Date) {
  return { usedAt: null, revokedAt: null, expiresAt: { gt: now } };
}

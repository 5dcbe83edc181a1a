import { z } from "zod";
import type { LinkRight } from "@/lib/kernel/actor";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { secretLinkUrl } from "@/lib/kernel/secrets/secret-link";
import type { StatusLink } from "@/prisma/generated/client";
import { permissions } from "./status-link-input";

/** A status link without its secret: the hint is the end of the token. */
export const statusLinkView = z
  .strictObject({
    id: z.uuid(),
    hint: z.string(),
    state: z.enum(["active", "expired", "revoked"]),
    ...permissions,
    version: z.int(),
    createdAt: z.iso.datetime(),
    /** Null: it works until it is revoked. */
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    /** When the page was last open, to the minute. */
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "StatusLink" });

/** A link with its address, which only creating and revealing return. */
export const revealedStatusLinkView = statusLinkView
  .extend({ url: z.url() })
  .meta({ id: "RevealedStatusLink" });

export type StatusLinkView = z.infer<typeof statusLinkView>;
export type RevealedStatusLinkView = z.infer<typeof revealedStatusLinkView>;

/** Turns a row into the view. */
export function toStatusLinkView(row: StatusLink, now = new Date()): StatusLinkView {
  return {
    id: row.id,
    hint: row.hint,
    state: statusLinkState(row, now),
    canSync: row.canSync,
    canToggle: row.canToggle,
    canCopyEndpoints: row.canCopyEndpoints,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}

/** Turns a row into the view with the address that the customer opens. */
export function toRevealedStatusLinkView(row: StatusLink): RevealedStatusLinkView {
  const token = decryptSecret(row.tokenEnc, { customerId: row.customerId, field: "status_link_token" });
  return { ...toStatusLinkView(row), url: secretLinkUrl("status", token) };
}

/** A link's state at `now`. */
export function statusLinkState(
  row: Pick<StatusLink, "expiresAt" | "revokedAt">,
  now: Date,
): StatusLinkView["state"] {
  if (row.revokedAt) return "revoked";
  return row.expiresAt === null || row.expiresAt > now ? "active" : "expired";
}

/** Which links can be opened at `now`, as a filter. */
export function activeAt(now: Date) {
  return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] };
}

/** What a link allows, as an actor's rights. */
export function rightsOf(link: Pick<StatusLink, "canSync" | "canToggle" | "canCopyEndpoints">): LinkRight[] {
  const rights: [boolean, LinkRight][] = [
    [link.canSync, "sync"],
    [link.canToggle, "toggle"],
    [link.canCopyEndpoints, "copy_endpoints"],
  ];
  return rights.flatMap(([isAllowed, right]) => (isAllowed ? right : []));
}

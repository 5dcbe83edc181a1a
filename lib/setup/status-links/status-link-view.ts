import { z } from "zod";
import type { LinkRight } from "@/lib/kernel/actor";
import { versionInput } from "@/lib/kernel/api/text-input";
import { decryptSecret } from "@/lib/kernel/secrets/encrypt";
import { secretLinkUrl } from "@/lib/kernel/secrets/secret-link";
import type { StatusLink } from "@/prisma/generated/client";

/** Longest life of a link; our choice. A link that must live longer is made without an end. */
const MAX_VALID_DAYS = 365;

/** What the holder of a link may do besides looking. */
const permissions = {
  /** Press Sync now. */
  canSync: z.boolean(),
  /** Turn segments off and on. */
  canToggle: z.boolean(),
  /** See and copy the addresses that Braze and Heap post to. */
  canCopyEndpoints: z.boolean(),
};

/** A new link; without an end when `validDays` is null. */
export const statusLinkInput = z.strictObject({
  validDays: z.int().min(1).max(MAX_VALID_DAYS).nullable().default(90),
  canSync: permissions.canSync.default(false),
  canToggle: permissions.canToggle.default(false),
  canCopyEndpoints: permissions.canCopyEndpoints.default(false),
});

/** Other permissions for a link; those left out stay unchanged. */
export const statusLinkChange = z.strictObject({
  version: versionInput,
  canSync: permissions.canSync.optional(),
  canToggle: permissions.canToggle.optional(),
  canCopyEndpoints: permissions.canCopyEndpoints.optional(),
});

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

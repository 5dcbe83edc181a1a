import { z } from "zod";
import type { ProviderIdentity, User, UserLink } from "@/prisma/generated/client";
import { Role, UserLinkKind } from "@/prisma/generated/enums";

/**
 * A member of the team, without anything secret.
 * - `state`: `invited` until they have set a password or signed in; `disabled` takes precedence over everything
 * - `providerIdentity`: who they are at the OIDC provider, or null until they are connected
 * - `link`: the one-time link that is still open, or null
 */
export const userView = z
  .strictObject({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: z.enum(Role),
    state: z.enum(["active", "invited", "disabled"]),
    hasPassword: z.boolean(),
    providerIdentity: z
      .strictObject({ email: z.string().nullable(), connectedAt: z.iso.datetime() })
      .nullable(),
    link: z.strictObject({ kind: z.enum(UserLinkKind), expiresAt: z.iso.datetime() }).nullable(),
    lastSignInAt: z.iso.datetime().nullable(),
    disabledAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    /** In which they read times; null: their browser's. */
    timeZone: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: "User" });

export type UserView = z.infer<typeof userView>;

/** What `toUserView` needs besides the row: the newest link that is still open, and the newest identity. */
export function userParts(now = new Date()) {
  return {
    links: { where: { usedAt: null, expiresAt: { gt: now } }, orderBy: { id: "desc" }, take: 1 },
    identities: { orderBy: { id: "desc" }, take: 1 },
  } as const;
}

type UserRow = User & {
  links: readonly Pick<UserLink, "kind" | "expiresAt">[];
  identities: readonly Pick<ProviderIdentity, "email" | "createdAt">[];
};

/** Turns a row into the view. */
export function toUserView(row: UserRow): UserView {
  const [link] = row.disabledAt ? [] : row.links;
  const [identity] = row.identities;
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    state: stateOf(row),
    hasPassword: row.passwordHash !== null,
    providerIdentity: identity
      ? { email: identity.email, connectedAt: identity.createdAt.toISOString() }
      : null,
    link: link ? { kind: link.kind, expiresAt: link.expiresAt.toISOString() } : null,
    lastSignInAt: row.lastSignInAt?.toISOString() ?? null,
    disabledAt: row.disabledAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    timeZone: row.timeZone,
    version: row.version,
  };
}

/** Who is `active`, as a condition for Prisma; `stateOf` says the same of one row. */
export const IS_ACTIVE = {
  disabledAt: null,
  OR: [{ passwordHash: { not: null } }, { lastSignInAt: { not: null } }],
};

/** A reset removes the password, but someone who has signed in before is no longer just invited. */
function stateOf(row: Pick<User, "disabledAt" | "passwordHash" | "lastSignInAt">): UserView["state"] {
  if (row.disabledAt) return "disabled";
  return row.passwordHash || row.lastSignInAt ? "active" : "invited";
}

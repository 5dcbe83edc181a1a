import { z } from "zod";
import { lesserRole } from "@/lib/kernel/roles";
import type { ApiKey, User } from "@/prisma/generated/client";
import { Role } from "@/prisma/generated/enums";

/** An API key without its secret: `role` is the most it may do, `hint` its last four characters. */
export const apiKeyView = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    role: z.enum(Role),
    hint: z.string(),
    user: z.strictObject({ id: z.uuid(), name: z.string(), email: z.string(), isDisabled: z.boolean() }),
    createdAt: z.iso.datetime(),
    /** Exact to the minute. */
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "ApiKey" });

export type ApiKeyView = z.infer<typeof apiKeyView>;

/** A new key: shown this once; null when this repeats a request whose answer has already shown it. */
export const createdApiKeyView = apiKeyView
  .extend({ key: z.string().nullable() })
  .meta({ id: "CreatedApiKey" });

export type CreatedApiKeyView = z.infer<typeof createdApiKeyView>;

type ApiKeyRow = ApiKey & { user: Pick<User, "id" | "name" | "email" | "role" | "disabledAt"> };

/** What `toApiKeyView` needs besides the row. */
export const apiKeyParts = {
  user: { select: { id: true, name: true, email: true, role: true, disabledAt: true } },
} as const;

/** Turns a row into the view, with the effective role: never above its user's. */
export function toApiKeyView(row: ApiKeyRow): ApiKeyView {
  const { id, name, email, role, disabledAt } = row.user;
  return {
    id: row.id,
    name: row.name,
    role: lesserRole(row.role, role),
    hint: row.hint,
    user: { id, name, email, isDisabled: disabledAt !== null },
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

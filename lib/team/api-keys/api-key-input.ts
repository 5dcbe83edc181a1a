import { z } from "zod";
import { pageInput } from "@/lib/kernel/api/keyset";
import { nameInput } from "@/lib/kernel/api/text-input";
import { Role } from "@/prisma/generated/enums";

/** A new API key; `userId` is its user, the caller if left out. */
export const apiKeyInput = z.strictObject({
  name: nameInput,
  role: z.enum(Role),
  userId: z.uuid().optional(),
});

export type ApiKeyInput = z.infer<typeof apiKeyInput>;

/** `state` selects keys in use or revoked keys; without it, both. */
export const apiKeyListInput = z.strictObject({
  ...pageInput,
  state: z.enum(["active", "revoked"]).optional(),
});

export type ApiKeyListInput = z.infer<typeof apiKeyListInput>;

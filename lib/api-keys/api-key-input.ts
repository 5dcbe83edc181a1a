import { z } from "zod";
import { pageInput } from "@/lib/api/keyset";
import { nameInput } from "@/lib/api/text-input";
import { Role } from "@/lib/generated/prisma/enums";

/** A new API key; `userId` is whose it is, oneself when left out. */
export const apiKeyInput = z.strictObject({
  name: nameInput,
  role: z.enum(Role),
  userId: z.uuid().optional(),
});

export type ApiKeyInput = z.infer<typeof apiKeyInput>;

/** `state` chooses between keys that are in use and revoked ones; both without it. */
export const apiKeyListInput = z.strictObject({
  ...pageInput,
  state: z.enum(["active", "revoked"]).optional(),
});

export type ApiKeyListInput = z.infer<typeof apiKeyListInput>;

import { z } from "zod";
import { pageInput } from "@/lib/kernel/api/keyset";
import { nameInput, versionInput } from "@/lib/kernel/api/text-input";
import { Role } from "@/prisma/generated/enums";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "./password";

/** An email address in the form used to find users: trimmed, in lower case. */
export const emailInput = z.string().trim().toLowerCase().max(254).pipe(z.email("must be an email address"));

export const passwordInput = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(MAX_PASSWORD_LENGTH, `must have at most ${MAX_PASSWORD_LENGTH} characters`);

/** A password as typed, to be compared with the stored one. */
export const currentPasswordInput = z.string().max(MAX_PASSWORD_LENGTH, "is not your current password");

/** A person to invite, who sets their own password. */
export const invitationInput = z.strictObject({ email: emailInput, name: nameInput, role: z.enum(Role) });

export type InvitationInput = z.infer<typeof invitationInput>;

/** A new member of the team with a given password. */
export const userInput = invitationInput.extend({ password: passwordInput });

export type UserInput = z.infer<typeof userInput>;

/** An edit of a member of the team; fields left out stay unchanged. */
export const userChange = z.strictObject({
  version: versionInput,
  name: nameInput.optional(),
  role: z.enum(Role).optional(),
});

export type UserChange = z.infer<typeof userChange>;

export const userListInput = z.strictObject(pageInput);

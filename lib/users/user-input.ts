import { z } from "zod";
import { nameInput } from "@/lib/api/text-input";
import { Role } from "@/lib/generated/prisma/enums";
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from "./password";

/** An e-mail address as users are found by: trimmed, in lower case. */
export const emailInput = z.string().trim().toLowerCase().max(254).pipe(z.email("must be an e-mail address"));

export const passwordInput = z
  .string()
  .min(MIN_PASSWORD_LENGTH, `must have at least ${MIN_PASSWORD_LENGTH} characters`)
  .max(MAX_PASSWORD_LENGTH, `must have at most ${MAX_PASSWORD_LENGTH} characters`);

/** A new member of the team. */
export const userInput = z.strictObject({
  email: emailInput,
  name: nameInput,
  role: z.enum(Role),
  password: passwordInput,
});

export type UserInput = z.infer<typeof userInput>;

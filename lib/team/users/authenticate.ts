import { createAttempts } from "@/lib/kernel/attempts";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { isPassword, MAX_PASSWORD_LENGTH } from "./password";

/** Enough for a person who mistypes; someone who guesses gets ten attempts and then one every ten seconds. */
const perEmail = createAttempts({ burst: 10, refillSeconds: 10, maxSubjects: 10_000 });

/** A whole office may sign in from one address. */
const perAddress = createAttempts({ burst: 30, refillSeconds: 3, maxSubjects: 10_000 });

/** Who has proven their identity. A session carries the epoch: it ends when the user's epoch increases. */
export interface SignedIn {
  id: string;
  email: string;
  name: string;
  sessionEpoch: number;
}

/**
 * Checks e-mail and password, and records the sign-in.
 * @param address where the request came from
 * @returns the user, or null when they do not match or the user is disabled: the caller must not reveal which
 * @throws TributaryError `limit_reached` after too many attempts for this e-mail or from this address
 */
export async function authenticate(
  input: { email: string; password: string },
  address: string,
): Promise<SignedIn | null> {
  const email = input.email.trim().toLowerCase();
  if (!perAddress.take(address) || !perEmail.take(email)) {
    throw new TributaryError("limit_reached", "Too many attempts. Wait a minute, then try again.");
  }
  if (input.password.length > MAX_PASSWORD_LENGTH || email.includes("\0")) return null;

  const user = await prisma.user.findUnique({ where: { email } });
  const fits = await isPassword(input.password, user?.passwordHash ?? null);
  if (!user || !fits || user.disabledAt) return null;

  perEmail.forgive(email);
  await prisma.user.update({ where: { id: user.id }, data: { lastSignInAt: new Date() } });
  return { id: user.id, email: user.email, name: user.name, sessionEpoch: user.sessionEpoch };
}

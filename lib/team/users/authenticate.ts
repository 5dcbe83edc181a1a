import { createAttempts } from "@/lib/kernel/attempts";
import { prisma } from "@/lib/kernel/database";
import { TributaryError } from "@/lib/kernel/errors";
import { countFailedSignIn } from "./count-failed-sign-in";
import { knownDevice } from "./known-device";
import { isPassword, MAX_PASSWORD_LENGTH } from "./password";

/** Enough for a person who mistypes; someone who guesses gets ten attempts and then one every ten seconds. */
const perEmail = createAttempts({ burst: 10, refillSeconds: 10, maxSubjects: 10_000 });

/** A whole office may sign in from one address. */
const perAddress = createAttempts({ burst: 30, refillSeconds: 3, maxSubjects: 10_000 });

/** A browser in which this person has signed in before: its tries are its own. */
const perDevice = createAttempts({ burst: 10, refillSeconds: 10, maxSubjects: 10_000 });

/** Who has proven their identity, with the user's session epoch at that moment. */
export interface SignedIn {
  id: string;
  email: string;
  name: string;
  sessionEpoch: number;
}

/** Where a try to sign in comes from. */
export interface Origin {
  /** The network address. */
  address: string;
  /** The device cookie, if there is one. */
  device?: string;
}

/**
 * Checks email and password. Whoever tries from many addresses uses up the tries of strangers for this email address,
 * never those of a device on which its owner has signed in before, whose passwords are hashed in places of their own.
 * @returns the user, or null when they do not match or the user is disabled: the caller must not reveal which
 * @throws TributaryError `limit_reached` after too many attempts for this email or from this address
 */
export async function authenticate(
  input: { email: string; password: string },
  from: Origin,
): Promise<SignedIn | null> {
  const email = input.email.trim().toLowerCase();
  const device = knownDevice(from.device, email);
  const isAllowed = device ? perDevice.take(device) : perAddress.take(from.address) && perEmail.take(email);
  if (!isAllowed) {
    throw new TributaryError("limit_reached", device ? WAIT : WAIT_OR_GO_AROUND);
  }
  if (input.password.length > MAX_PASSWORD_LENGTH || email.includes("\0")) return null;

  const user = await prisma.user.findUnique({ where: { email } });
  const fits = await isPassword(input.password, user?.passwordHash ?? null, device ? null : from.address);
  if (!user || !fits || user.disabledAt) {
    await countFailedSignIn(user?.id ?? null, from.address);
    return null;
  }

  if (device) perDevice.forgive(device);
  else perEmail.forgive(email);
  return { id: user.id, email: user.email, name: user.name, sessionEpoch: user.sessionEpoch };
}

const WAIT = "Too many attempts. Wait a minute, then try again.";

/** Somebody else may be using up the tries, so waiting alone may not help. */
const WAIT_OR_GO_AROUND =
  "Too many attempts. Wait a minute, then try again. If that does not help, use a browser in which you have signed in before, or ask an admin on your team for a link to set a new password.";

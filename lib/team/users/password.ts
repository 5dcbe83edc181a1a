import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { TributaryError } from "@/lib/kernel/errors";
import { openQueue, openQueues, QueueFull } from "@/lib/kernel/queue";
import { assertHardToGuess } from "./guessable-password";

/** OWASP's setting for scrypt at 32 MiB: N 2^15, r 8, p 3 (cheatsheetseries.owasp.org, Password Storage). */
const COST = { N: 2 ** 15, r: 8, p: 3 };
const MAX_MEMORY_BYTES = 64 * 1024 * 1024;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * Each hash keeps one of Node's four threads busy for a tenth of a second or more, and bodies are unzipped on the same
 * threads. So there are two places: one for people who are known, and one for everybody else, in which whoever guesses can
 * only be in the way of others who are not known. Our choice.
 */
const ofKnown = openQueue({ places: 1, maxWaiting: 16 });
const ofStrangers = openQueue({ places: 1, maxWaiting: 16 });
/** Of strangers, one network leaves room for others. */
const ofNetworks = openQueues({ places: 1, maxWaiting: 4 });

/** Shortest password; NIST SP 800-63B requires 8, we require more and have no rules about characters. */
export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 200;

/**
 * Hashes a new password slowly, with its own salt. Who sets one is signed in or has a link, so they are known.
 * @param person whose password it will be: it must not be one that people who know them try first
 * @returns `scrypt$N$r$p$<salt>$<hash>`, so that old hashes stay readable when the cost changes
 * @throws TributaryError `invalid` with the field `password` when it is easy to guess; `limit_reached` when too many
 *   passwords wait to be hashed
 */
export async function hashPassword(
  password: string,
  person: { email: string; name: string },
): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await inQueue(null, async () => {
    await assertHardToGuess(password, person);
    return deriveNow(password, salt, COST);
  });
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64"), hash.toString("base64")].join("$");
}

/**
 * Whether a password is the one that was hashed, in constant time. Without a stored hash it does the same work and
 * answers no, so that the time does not reveal which email addresses exist.
 * @param stranger the network address of somebody who is neither signed in nor on a device of theirs; null for others
 * @throws TributaryError `limit_reached` when too many passwords wait to be hashed
 */
export async function isPassword(
  password: string,
  stored: string | null,
  stranger: string | null,
): Promise<boolean> {
  const [kind, N, r, p, salt = "", hash = ""] = (stored ?? "").split("$");
  if (kind !== "scrypt") {
    await inQueue(stranger, () => deriveNow(password, randomBytes(SALT_BYTES), COST));
    return false;
  }

  const expected = Buffer.from(hash, "base64");
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const actual = await inQueue(stranger, () => deriveNow(password, Buffer.from(salt, "base64"), cost));
  return actual.byteLength === expected.byteLength && timingSafeEqual(actual, expected);
}

/** What passwords cost, estimates too, is done for one known person and one stranger at a time. */
async function inQueue(stranger: string | null, work: () => Promise<Buffer>): Promise<Buffer> {
  try {
    if (stranger === null) return await ofKnown.run(work);
    return await ofNetworks.run(stranger, () => ofStrangers.run(work));
  } catch (err) {
    if (!(err instanceof QueueFull)) throw err;
    throw new TributaryError(
      "limit_reached",
      "Too many people are signing in right now. Try again in a minute.",
    );
  }
}

function deriveNow(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { ...cost, maxmem: MAX_MEMORY_BYTES };
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, options, (err, key) =>
      err ? reject(err) : resolve(key),
    );
  });
}

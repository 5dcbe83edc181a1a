import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { TributaryError } from "@/lib/kernel/errors";

/**
 * From this many guesses on a password withstands guessing through the sign-in page, and is worth the slow hash
 * (zxcvbn's score 3, "safely unguessable").
 */
const MIN_SCORE = 3;

/**
 * The estimate holds the event loop, and its cost grows faster than the length and with the ways in which signs may
 * stand for letters: 64 chosen characters took 150 ms. Of a longer password its beginning and its end are looked at, each
 * so long: whole it is no easier than either. 16 ways find `P@ssw0rd`.
 */
const MAX_ESTIMATED_LENGTH = 32;
const MAX_SUBSTITUTIONS = 16;

/** A name may have 200 characters; of so many words the first say whose it is. */
const MAX_NAME_WORDS = 10;

/** Read when the first password is set: only few processes ever need it. */
let estimator: Promise<ZxcvbnFactory> | undefined;

/**
 * Refuses what is guessed first: some 40,000 common passwords, also with digits added or letters exchanged, rows of
 * keys, repetitions, dates, and the person's own name and email address (NIST SP 800-63B, section 5.1.1.2).
 * @throws TributaryError `invalid` with the field `password`
 */
export async function assertHardToGuess(
  password: string,
  person: { email: string; name: string },
): Promise<void> {
  estimator ??= loadEstimator();
  const factory = await estimator;
  const words = [
    "tributary",
    person.email,
    ...person.email.split(/[@.]/),
    ...person.name.split(" ", MAX_NAME_WORDS),
    person.name.replaceAll(" ", ""),
  ];
  const parts = [password.slice(0, MAX_ESTIMATED_LENGTH), password.slice(-MAX_ESTIMATED_LENGTH)];
  if (parts.some((part) => factory.check(part, words).score >= MIN_SCORE)) return;

  const message =
    "is easy to guess: it is a common one, repeats itself, or is close to your name. A few unrelated words are hard to guess and easy to remember";
  throw new TributaryError("invalid", `password: ${message}`, { fields: { password: message } });
}

async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs: graphs }] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  return new ZxcvbnFactory({
    dictionary,
    graphs,
    maxLength: MAX_ESTIMATED_LENGTH,
    l33tMaxSubstitutions: MAX_SUBSTITUTIONS,
  });
}

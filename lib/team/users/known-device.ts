import { createHmac, randomBytes } from "node:crypto";
import { env } from "@/lib/kernel/env";
import { sameDigest } from "@/lib/kernel/secrets/token";

const NONCE_BYTES = 16;

/**
 * A device cookie: proof that somebody has signed in as this person in this browser before. It opens nothing. Its only
 * use is a count of tries of its own, which nobody can use up who has never signed in as this person, from however many
 * addresses they try (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 * @param email as users are stored, in lower case; the cookie does not contain it
 */
export function newDevice(email: string): string {
  const nonce = randomBytes(NONCE_BYTES).toString("base64url");
  return `${nonce}.${sign(email, nonce).toString("base64url")}`;
}

/**
 * The device of a cookie, by which its tries are counted.
 * @returns null for no cookie, a forged one, and somebody else's
 */
export function knownDevice(cookie: string | undefined, email: string): string | null {
  const [nonce = "", signature = ""] = (cookie ?? "").split(".");
  return sameDigest(Buffer.from(signature, "base64url"), sign(email, nonce)) ? nonce : null;
}

function sign(email: string, nonce: string): Buffer {
  return createHmac("sha256", env().NEXTAUTH_SECRET).update(`device cookie\n${nonce}\n${email}`).digest();
}

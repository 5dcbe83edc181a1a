import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 32 random bytes: a token cannot be guessed, so a plain SHA-256 is enough to look it up by. */
const TOKEN_BYTES = 32;

/** A new secret token: 43 characters of the URL-safe base64 alphabet (also legal as a bearer token, RFC 6750). */
export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** The SHA-256 by which a token is stored and looked up. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** The last four characters: enough to tell tokens apart, useless to guess one. */
export function tokenHint(token: string): string {
  return token.slice(-4);
}

/** Compares two digests in constant time. */
export function sameDigest(left: Uint8Array, right: Uint8Array): boolean {
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

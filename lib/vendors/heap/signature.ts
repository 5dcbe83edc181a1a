import { createHmac, timingSafeEqual } from "node:crypto";
import { takeTurns } from "@/lib/kernel/event-loop-turns";
import { withoutMark } from "@/lib/kernel/json/json-bytes";
import { compactJson } from "@/lib/vendors/heap/compact-json";

/**
 * How far the signature's time may differ from ours, either way. Heap sets no rule; its reference app allows one
 * minute, which clock skew breaks.
 */
const SIGNATURE_TOLERANCE_SECONDS = 300;

/** Timestamps below this are seconds, above it milliseconds: as milliseconds it would be the year 1973. */
const SECONDS_THRESHOLD = 100_000_000_000;

/** A long body is digested in pieces of this size. */
const PIECE_BYTES = 1024 * 1024;

const TS = /^\d{1,16}$/;
const HMAC = /^[A-Za-z0-9+/_=-]+$/;

export type HeapHashVerdict =
  /**
   * `secretIndex` says which of the secrets signed, `signedBody` which bytes: two bodies that share a signature, as with
   * other white space, are one message.
   */
  | { ok: true; tsMs: number; secretIndex: number; signedBody: Buffer }
  /** `status` is the answer to give; `reason` is safe to show. */
  | { ok: false; status: 400 | 403; reason: string };

/**
 * Verifies the `Heap-Hash` header of a segment webhook: `ts:<ts>,hmac:<base64>`, an HMAC-SHA256 over the literal text
 * of ts followed by the body, keyed with the webhook secret.
 *
 * The raw bytes are tried first, then those after a byte order mark. Heap's reference app signs its own re-serialised JSON instead, so the compact form
 * of the body is tried next, unless re-serialising would round an integer: two bodies must never share a signature.
 * A long body is not parsed for it, and others have their turn in between.
 * Every secret is always tried and compared in constant time. Sources: github.com/heap/heap-api-reference
 * (webhook_spec.yaml and code).
 *
 * @param secrets the active webhook secrets; empty ones are skipped.
 */
export async function verifyHeapHash(input: {
  header: string | null;
  rawBody: Buffer;
  secrets: readonly string[];
  nowMs: number;
  toleranceSeconds?: number;
}): Promise<HeapHashVerdict> {
  if (!input.header) return { ok: false, status: 400, reason: "Missing Heap-Hash header" };

  const { ts, hmac } = readPairs(input.header);
  if (!ts || !hmac || !TS.test(ts) || !HMAC.test(hmac)) {
    return { ok: false, status: 400, reason: "Malformed Heap-Hash header" };
  }

  const tsMs = Number(ts) < SECONDS_THRESHOLD ? Number(ts) * 1000 : Number(ts);
  const toleranceMs = (input.toleranceSeconds ?? SIGNATURE_TOLERANCE_SECONDS) * 1000;
  if (Math.abs(input.nowMs - tsMs) > toleranceMs) {
    return { ok: false, status: 400, reason: "Stale Heap-Hash header" };
  }

  const given = Buffer.from(hmac, "base64");
  for (const signedBody of signedForms(input.rawBody)) {
    const body = await signedBody;
    const secretIndex = body ? await matchingSecret(input.secrets, ts, body, given) : -1;
    if (body && secretIndex >= 0) return { ok: true, tsMs, secretIndex, signedBody: body };
  }
  return { ok: false, status: 403, reason: "Invalid signature" };
}

/** The bytes that may have been signed, most likely first; each is made only when those before it do not fit. */
function* signedForms(rawBody: Buffer): Generator<Buffer | Promise<Buffer | null>> {
  yield rawBody;
  const unmarked = withoutMark(rawBody);
  if (unmarked !== rawBody) yield unmarked;
  yield compactJson(unmarked);
}

/** The `Heap-Hash` header Heap would send for a body. `ts` is epoch milliseconds. */
export function signHeapBody(input: { secret: string; ts: string | number; body: string | Buffer }): string {
  const hmac = createHmac("sha256", input.secret).update(String(input.ts)).update(input.body);
  return `ts:${input.ts},hmac:${hmac.digest("base64")}`;
}

/**
 * The two pairs that matter of a header that Heap describes as comma-separated pairs of key and value. Others are
 * ignored, as in its reference app: Heap may add one. The first of a name counts, in upper or lower case. A base64 text has neither commas nor
 * colons.
 */
function readPairs(header: string): { ts?: string; hmac?: string } {
  const pairs: { ts?: string; hmac?: string } = {};
  for (const pair of header.split(",")) {
    const colon = pair.indexOf(":");
    const key = pair.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    if (key === "ts" || key === "hmac") pairs[key] ??= pair.slice(colon + 1).trim();
  }
  return pairs;
}

async function digestInTurns(secret: string, ts: string, body: Buffer): Promise<Buffer> {
  const turns = takeTurns();
  const hmac = createHmac("sha256", secret).update(ts);
  for (let at = 0; at < body.byteLength; at += PIECE_BYTES) {
    if (turns.isOver()) await turns.next();
    hmac.update(body.subarray(at, at + PIECE_BYTES));
  }
  return hmac.digest();
}

async function matchingSecret(
  secrets: readonly string[],
  ts: string,
  body: Buffer,
  given: Buffer,
): Promise<number> {
  let match = -1;
  for (const [index, secret] of secrets.entries()) {
    const expected = await digestInTurns(secret, ts, body);
    const isEqual = given.length === expected.length && timingSafeEqual(given, expected);
    if (isEqual && secret !== "" && match < 0) match = index;
  }
  return match;
}

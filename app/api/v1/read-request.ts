import { createHash } from "node:crypto";
import type { HeldBytes } from "@/lib/kernel/api/body-budget";
import type { Once } from "@/lib/kernel/api/idempotency";
import { readBody } from "@/lib/kernel/api/read-body";
import { TributaryError } from "@/lib/kernel/errors";

/** Far more than any of our forms; the events of Braze and Heap have their own routes. */
const MAX_BODY_BYTES = 256 * 1024;

/** The form of an Idempotency-Key: 1 to 200 characters without spaces; our choice. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/;

/** What is said when a body finds no room, or takes too long. */
export const NO_ROOM =
  "Too much is being sent right now, or this request is arriving too slowly. Send it again in a few seconds.";

/** A body over the cap: answered with 413, for which the verbs have no error. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";

  constructor(maxBytes: number) {
    super(`The body is over ${maxBytes} bytes.`);
  }
}

/**
 * The body as text and as parsed JSON; an empty one is an empty object.
 * @param held counts what is read; whoever made it releases it when the request is answered
 * @throws TributaryError `invalid` when it cannot be read, `unavailable` when there is no room for it or it is too slow
 * @throws BodyTooLarge
 */
export async function readJsonBody(
  req: Request,
  held: HeldBytes,
  maxBytes = MAX_BODY_BYTES,
): Promise<{ text: string; json: unknown }> {
  const read = await readBody(req, maxBytes, held);
  if (!read.ok && read.status === 413) throw new BodyTooLarge(maxBytes);
  if (!read.ok && read.status === 503) throw new TributaryError("unavailable", NO_ROOM);
  if (!read.ok) throw new TributaryError("invalid", "The body is not valid gzip.");

  const text = read.body.toString("utf8");
  if (text.trim() === "") return { text, json: {} };
  try {
    return { text, json: JSON.parse(text) };
  } catch {
    throw new TributaryError("invalid", "The body is not JSON.");
  }
}

/**
 * The query's parameters. A repeated one is refused, not guessed.
 * @throws TributaryError `invalid`
 */
export function readQuery(req: Request): Record<string, string> {
  const { searchParams } = new URL(req.url);
  const names = [...searchParams.keys()];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new TributaryError("invalid", `${repeated}: may be given only once`);

  // PostgreSQL keeps no NUL in a text, so nothing can be looked up by one.
  const broken = names.find((name) => searchParams.get(name)?.includes("\0"));
  if (broken !== undefined)
    throw new TributaryError("invalid", `${broken}: must not contain a NUL character`);
  return Object.fromEntries(searchParams);
}

/**
 * The Idempotency-Key of a creation, with the digest that identifies a repeat of the request.
 * @throws TributaryError `invalid` for a malformed key
 */
export function readOnce(req: Request, text: string): Once | undefined {
  const key = req.headers.get("idempotency-key");
  if (key === null || req.method !== "POST") return undefined;

  if (!IDEMPOTENCY_KEY.test(key))
    throw new TributaryError("invalid", "Idempotency-Key: must be 1 to 200 characters without spaces");

  const { pathname } = new URL(req.url);
  const digest = createHash("sha256").update(`${req.method}\n${pathname}\n${text}`).digest();
  return { key, digest: Uint8Array.from(digest) };
}

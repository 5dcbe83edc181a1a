import { createHash } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { noteStuck } from "@/lib/kernel/alerts/stuck-work";
import { tallyStored } from "@/lib/kernel/customers/storage-limit";
import { isDataError } from "@/lib/kernel/data-error";
import { pool } from "@/lib/kernel/database";
import { parseSegmentWebhook, type SegmentWebhook } from "@/lib/vendors/heap/segment-webhook";
import { verifyHeapHash } from "@/lib/vendors/heap/signature";
import { findDestinationByToken } from "./find-destination-by-token";
import { type PageSource, storePage } from "./store-page";

/** So much is kept of a body that changes nothing; all of it would only help whoever sends many of them. Our choice. */
const MAX_UNUSABLE_BYTES = 64 * 1024;

export interface SegmentRequest {
  /** The secret part of the endpoint's address. */
  token: string;
  /** Exactly the bytes that arrived: the signature covers them. */
  rawBody: Buffer;
  /** The `Heap-Hash` header. */
  hashHeader: string | null;
  receivedAtMs: number;
}

/** The result of one segment webhook request; the route answers as docs/flows.md#heap-endpoint says. */
export type AcceptedPage =
  | { kind: "unknown_endpoint" }
  | { kind: "bad_signature"; status: 400 | 403; reason: string }
  /** Kept for inspection, but there is nothing to apply. */
  | { kind: "invalid"; message: string }
  | { kind: "ignored"; action: string }
  /** So much of its customer was stored today that nothing more is stored: to be sent again later. */
  | { kind: "full" }
  /** More than one page may hold. */
  | { kind: "too_large"; message: string }
  /** `repeated` and `stale` changed nothing: the page is already here, or the segment has since been drained. */
  | { kind: "applied" | "repeated" | "stale"; segmentId: string; customerId: string }
  /** Of a new segment, and the destination has as many as it may have: to be sent again later. */
  | { kind: "no_room" };

/**
 * Stores one page of a Heap segment: when it returns `applied`, the page is in PostgreSQL and its members are the
 * segment's. A paused destination accepts pages too; only its syncs rest.
 * @throws when the database does not answer, cannot store what the page holds, or a secret cannot be read; then nothing was
 *   accepted
 */
export async function acceptPage(request: SegmentRequest): Promise<AcceptedPage> {
  const destination = await findDestinationByToken(request.token);
  if (!destination) return { kind: "unknown_endpoint" };

  const signature = await readSignature(request, destination.webhookSecrets);
  if (!signature.ok) return { kind: "bad_signature", status: signature.status, reason: signature.reason };

  if (destination.isSpent) return { kind: "full" };

  const page = await parseSegmentWebhook(request.rawBody);
  if (page.kind === "too_large") return page;
  const source = {
    destination,
    rawBody: request.rawBody,
    digest: createHash("sha256").update(signature.signedBody).digest("hex"),
    signed: destination.webhookSecrets.length > 0,
  };
  if (page.kind === "invalid" || page.kind === "ignored") {
    await recordUnusablePage(source, page);
    return page;
  }

  const stored = await storePage({ ...source, tsMs: signature.tsMs }, page).catch(async (err: unknown) => {
    if (isDataError(err)) await keepUnstorable(source);
    throw err;
  });
  if (stored.kind === "applied" || stored.kind === "stale") {
    const members = page.kind === "page" ? page.add.length + page.remove.length : 0;
    tallyStored(destination.customerId, { bytes: request.rawBody.byteLength, members });
  }
  return stored.kind === "no_room" ? stored : { ...stored, customerId: destination.customerId };
}

/** Without a secret the secret address alone is enough, and the time of arrival replaces Heap's. */
async function readSignature(request: SegmentRequest, secrets: readonly string[]) {
  const { hashHeader: header, rawBody, receivedAtMs: nowMs } = request;
  if (secrets.length === 0) return { ok: true as const, tsMs: nowMs, signedBody: rawBody };

  return verifyHeapHash({ header, rawBody, secrets, nowMs });
}

/** Keeps the beginning of a page that the database does not take, and tells a person: Heap may give up on it. */
async function keepUnstorable(source: Omit<PageSource, "tsMs">): Promise<void> {
  const { destinationId: subjectId, customerId } = source.destination;
  await recordUnusablePage(source, { kind: "invalid", message: UNSTORABLE });
  await noteStuck({ job: "page", subjectId, customerId, doing: "storing a page from Heap" }, UNSTORABLE);
}

const UNSTORABLE = "The database cannot store what this request contains.";

/**
 * Keeps the beginning of a request that changes nothing, so that someone can look into it: a body that does not parse,
 * or an unknown action. One row per body, however often it is sent again.
 */
async function recordUnusablePage(
  source: Omit<PageSource, "tsMs">,
  page: Extract<SegmentWebhook, { kind: "invalid" | "ignored" }>,
): Promise<void> {
  const reason = page.kind === "invalid" ? page.message : `The action “${page.action}” is not known.`;
  const action = page.kind === "invalid" ? "unreadable" : page.action;
  const kept = source.rawBody.subarray(0, MAX_UNUSABLE_BYTES);
  tallyStored(source.destination.customerId, { bytes: kept.byteLength });

  await pool.query(
    `INSERT INTO page (id, customer_id, destination_id, action, dedupe_key, state, signed, reason, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (destination_id, dedupe_key) DO UPDATE SET received_at = now(), signed = EXCLUDED.signed`,
    [
      uuidv7(),
      source.destination.customerId,
      source.destination.destinationId,
      action,
      `${page.kind}:${source.digest}`,
      page.kind,
      source.signed,
      reason,
      kept,
    ],
  );
}

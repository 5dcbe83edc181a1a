import { randomUUID } from "node:crypto";
import type { Answer } from "../exchange";
import { type CurrentsSender, createCurrentsSender } from "../senders/currents";
import type { MadeEvent } from "../senders/make-event";
import { createSegmentSender, type SegmentSender } from "../senders/segments";

/** A sender kept between calls, with its ledger and memberships. */
type KeptSender =
  | { kind: "currents"; sender: CurrentsSender }
  | { kind: "segments"; sender: SegmentSender; segmentIds: Set<number> };

export type SenderShelf = Map<string, KeptSender>;

/**
 * Senders by HTTP:
 * - `POST currents/:name` `{ url, bearerToken?, ... }` and `POST segments/:name` `{ url, secret, ... }` create one;
 * - `POST :name/send` makes it send and answers when all is delivered: `{ count }` or
 *   `{ deletionOf }`, the external id of a user who asks to be deleted, for a Current, `{ segmentId,
 *   segmentName?, add?, remove?, drain? }` for segments;
 * - `GET :name` reads its ledger.
 * @throws Error when the settings are wrong
 */
export async function routeSenders(
  { senders }: { senders: SenderShelf },
  [first = "", second]: string[],
  method: string | undefined,
  body: Record<string, unknown>,
): Promise<Answer> {
  if (method === "POST" && first === "currents" && second) {
    const sender = createCurrentsSender({
      ...pickSettings(body),
      url: readUrl(body),
      bearerToken: readText(body.bearerToken),
    });
    senders.set(second, { kind: "currents", sender });
    return booksOf({ kind: "currents", sender });
  }
  if (method === "POST" && first === "segments" && second) {
    const sender = createSegmentSender({
      ...pickSettings(body),
      url: readUrl(body),
      secret: readText(body.secret),
      named: NAMED.find((known) => known === body.named),
    });
    senders.set(second, { kind: "segments", sender, segmentIds: new Set() });
    return { status: 200, body: { kind: "segments" } };
  }

  const kept = senders.get(first);
  if (!kept) return { status: 404, body: { error: "no sender has that name" } };
  if (method === "POST" && second === "send") await letSend(kept, body);
  return booksOf(kept);
}

async function letSend(kept: KeptSender, body: Record<string, unknown>): Promise<void> {
  if (kept.kind === "currents") {
    const deletionOf = readText(body.deletionOf);
    if (deletionOf !== null) kept.sender.enqueue([deletionRequest(deletionOf)]);
    else kept.sender.make(readCount(body.count, 100));
    return kept.sender.flush();
  }

  const segmentId = readCount(body.segmentId, 1);
  const isNew = !kept.segmentIds.has(segmentId);
  kept.segmentIds.add(segmentId);
  if (isNew || typeof body.segmentName === "string") {
    kept.sender.define(segmentId, readText(body.segmentName) ?? `Segment ${segmentId}`);
  }
  if (body.drain === true) return kept.sender.drain(segmentId);
  await kept.sender.churn(segmentId, readCount(body.add, 0), readCount(body.remove, 0));
}

/** What Braze posts when a user is deleted there, by the external id: the page does not know Braze's own. */
function deletionRequest(externalId: string): MadeEvent {
  const id = randomUUID();
  const type = "users.UserDeleteRequest";
  const time = Math.floor(Date.now() / 1_000);
  const body = { id, event_type: type, time, user: { external_user_id: externalId }, properties: {} };
  return { body, id, type, expected: "filtered" };
}

function booksOf(kept: KeptSender): Answer {
  if (kept.kind === "currents") {
    const { ledger, disabledBecause } = kept.sender;
    return {
      status: 200,
      body: { kind: kept.kind, disabledBecause: disabledBecause(), ...ledger.summary() },
    };
  }

  const { sender, segmentIds } = kept;
  const segments = [...segmentIds].map((id) => ({
    id,
    members: sender.members(id).size,
    digest: sender.digest(id),
  }));
  const answers = Object.fromEntries(sender.answers);
  return { status: 200, body: { kind: kept.kind, ...sender.counts, answers, segments } };
}

/** What the ids of a segment sender's users are. */
const NAMED = ["ids", "emails", "phones"] as const;

/** The settings both kinds share, by type; anything else in the body is ignored. */
function pickSettings(body: Record<string, unknown>) {
  const numbers = [
    "seed",
    "batchSize",
    "pageSize",
    "userCount",
    "redeliverShare",
    "repeatShare",
    "blankShare",
    "maximumAttempts",
  ];
  const timings = ["backOffBaseMs", "backOffMaximumMs", "parallelQueues", "parallelPages"];
  const picked: Record<string, number | boolean> = {};

  for (const name of [...numbers, ...timings]) {
    const value = body[name];
    if (typeof value === "number") picked[name] = value;
  }
  for (const name of [
    "gzip",
    "isWorld",
    "outOfOrder",
    "freshSignatures",
    "hasByteOrderMark",
    "hasUnknownPair",
  ]) {
    const value = body[name];
    if (typeof value === "boolean") picked[name] = value;
  }
  return picked;
}

function readUrl({ url }: Record<string, unknown>): string {
  if (typeof url === "string" && URL.canParse(url)) return url;
  throw new Error("url must be the receiver's full URL");
}

function readText(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function readCount(value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error("counts and segment ids are whole numbers");
}

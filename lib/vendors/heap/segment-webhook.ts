import { quoteInexactNumbers } from "@/lib/kernel/json/exact-numbers";
import { parseJson } from "@/lib/kernel/json/parse-json";
import { cutText, hasVisible, quotableLine, storableText } from "@/lib/kernel/storable-text";
import { type PageTally, readMemberList, tallyOf } from "@/lib/vendors/heap/member-list";

/** Our own cap on names and ids of segments, tasks and actions; Heap documents none, and real ones are far shorter. */
const MAX_LABEL_LENGTH = 255;

/** Page numbers beyond this are nonsense (and would not fit PostgreSQL's integer). */
const MAX_PAGE_NUMBER = 1_000_000;

/** One segment webhook request in our terms. */
export type SegmentWebhook =
  | {
      kind: "page";
      segmentId: string;
      segmentName: string;
      /** Heap's `sync_task_id`, shared by the pages of one sync. */
      taskId: string | null;
      /** From 1. */
      pageNumber: number;
      totalPages: number;
      /** User keys that entered, each once, without the space around them. */
      add: string[];
      /** User keys that left, each once; a key in both lists of a page is only here. */
      remove: string[];
      /** Keys that had space around them, as Heap wrote them. */
      untrimmed: string[];
      /** What became of the entries of both lists. */
      tally: PageTally;
      idToken: string | null;
    }
  /** The segment must be emptied. */
  | { kind: "drain"; segmentId: string; segmentName: string; idToken: string | null }
  /** An action we do not know. */
  | { kind: "ignored"; action: string }
  /** `message` says what is wrong, without repeating the body. */
  | { kind: "invalid"; message: string }
  /** More than we take in one page. */
  | { kind: "too_large"; message: string };

/**
 * Reads the body of one segment webhook request. Tolerant of everything Heap's own samples disagree on: ids as numbers
 * or strings (64-bit ones keep every digit), tasks that are not UUIDs, `sync_info`, `customer_config`, `id_token` and
 * either list missing. Takes turns with others when the page is long. Never throws.
 * Source: github.com/heap/heap-api-reference, webhook_spec.yaml and sample data.
 */
export async function parseSegmentWebhook(bytes: Buffer): Promise<SegmentWebhook> {
  const parsed = await parseJson(bytes, { maxValues: MAX_PAGE_VALUES, prepare: quoteInexactNumbers });
  if (!parsed.ok) return parsed.problem === "not_json" ? invalid("The body is not JSON.") : TOO_LARGE;

  const body = asObject(parsed.value);
  if (!body) return invalid("The body must be an object.");

  const action = label(body.action_type);
  if (!action) return invalid("action_type is missing.");
  if (action !== "segment.users.sync" && action !== "segment.users.drain") {
    return { kind: "ignored", action };
  }

  const data = asObject(body.data);
  const segment = asObject(data?.segment);
  const segmentId = label(segment?.id);
  if (!data || !segmentId) return invalid("data.segment.id is missing.");
  if (!hasVisible(segmentId)) return invalid("data.segment.id has no visible character.");

  const name = label(segment?.name, quotableLine);
  const common = {
    segmentId,
    segmentName: name !== null && hasVisible(name) ? name : quotableLine(segmentId),
    idToken: label(body.id_token),
  };
  return action === "segment.users.drain" ? { kind: "drain", ...common } : readPage(data, common);
}

async function readPage(
  data: Record<string, unknown>,
  common: { segmentId: string; segmentName: string; idToken: string | null },
): Promise<SegmentWebhook> {
  const add = await readMemberList(data.add);
  const remove = await readMemberList(data.remove);
  if (!add || !remove) return invalid("data.add and data.remove must be lists.");
  if (add.ids.size + remove.ids.size > MAX_MEMBERS) return TOO_LARGE;

  const tally = tallyOf(add, remove);
  // Removing too much is noticed and the next sync restores it; keeping someone who left mails the wrong person.
  for (const id of remove.ids) add.ids.delete(id);

  const syncInfo = asObject(data.sync_info);
  const pageNumber = pageCount(syncInfo?.page_number);
  return {
    kind: "page",
    ...common,
    taskId: label(syncInfo?.sync_task_id),
    pageNumber,
    totalPages: Math.max(pageNumber, pageCount(syncInfo?.total_pages)),
    add: [...add.ids],
    remove: [...remove.ids],
    untrimmed: [...add.untrimmed, ...remove.untrimmed],
    tally,
  };
}

/** Heap documents no largest page. Our choice: more than fit into the largest body we take with ordinary user ids. */
const MAX_MEMBERS = 500_000;
/** The most values of a page's body: each member is an object with one value. */
export const MAX_PAGE_VALUES = 2 * MAX_MEMBERS + 10_000;

const TOO_LARGE: SegmentWebhook = {
  kind: "too_large",
  message: `A page may have at most ${MAX_MEMBERS.toLocaleString("en")} users. Send fewer at a time.`,
};

function invalid(message: string): SegmentWebhook {
  return { kind: "invalid", message };
}

function asObject(value: unknown): Record<string, unknown> | null {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : null;
}

/** A name or id as storable text, with numbers written out; null when there is none. Names are for people: `quotableLine`. */
function label(value: unknown, clean = storableText): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return null;

  return cutText(clean(value).trim(), MAX_LABEL_LENGTH) || null;
}

/** A page number or count; 1 when it is missing or nonsense. */
function pageCount(value: unknown): number {
  const number = typeof value === "string" ? Number(value) : value;
  const isSound =
    typeof number === "number" && Number.isInteger(number) && number >= 1 && number <= MAX_PAGE_NUMBER;
  return isSound ? number : 1;
}

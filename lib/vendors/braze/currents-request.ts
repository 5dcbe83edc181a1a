import { quoteInexactNumbers } from "@/lib/kernel/json/exact-numbers";
import { findElement } from "@/lib/kernel/json/find-element";
import { parseJson } from "@/lib/kernel/json/parse-json";

/** The most values of a long body: 1,000 events with 200 values each; Braze's events have some 40. Our choice. */
const MAX_VALUES = 200_000;

/** White space alone counts as no body up to this size. */
const MAX_BLANK_BYTES = 1024;

const COUNTED = { maxValues: MAX_VALUES };
const PARSED = { ...COUNTED, prepare: quoteInexactNumbers };

/** The result of reading one Currents request body. */
export type ParsedBatch =
  /** No body or no events: Braze is testing the credentials. Nothing to store. */
  | { kind: "probe" }
  | { kind: "batch"; events: unknown[] }
  /** Not what Braze sends; `message` says why, without repeating the body. */
  | { kind: "invalid"; message: string }
  /** More than we take at a time. */
  | { kind: "too_large"; message: string };

/**
 * Reads the body of one Currents request: `{"events":[...]}`, or one bare event as Braze's own test script sends it.
 * Does not look at the events themselves: one malformed event must not make us lose the others. Takes turns with others
 * when the body is long. A number that a double would round becomes a text of its digits. Never throws. Source:
 * Braze custom HTTP connector,
 * https://www.braze.com/docs/user_guide/data/distribution/braze_currents/setting_up_currents/custom_http_connector/
 * @param isCounted only the number of the events counts, so that their numbers may be rounded
 */
export async function parseCurrentsBody(bytes: Buffer, { isCounted = false } = {}): Promise<ParsedBatch> {
  if (bytes.length < MAX_BLANK_BYTES && bytes.toString("utf8").trim() === "") return { kind: "probe" };

  const parsed = await parseJson(bytes, isCounted ? COUNTED : PARSED);
  if (!parsed.ok) {
    return parsed.problem === "not_json"
      ? { kind: "invalid", message: "The body is not JSON." }
      : {
          kind: "too_large",
          message: `The body has more than ${MAX_VALUES.toLocaleString("en")} values. Send fewer events at a time.`,
        };
  }

  const body = parsed.value;
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return { kind: "invalid", message: 'The body must be an object: {"events":[...]}.' };
  }
  if (Object.hasOwn(body, "events")) return readEvents((body as { events: unknown }).events);
  if (Object.hasOwn(body, "event_type")) return { kind: "batch", events: [body] };
  if (Object.keys(body).length === 0) return { kind: "probe" };

  return { kind: "invalid", message: "The body has neither events nor an event_type." };
}

/**
 * One event of a stored body, as `parseCurrentsBody` reads it; undefined when the body does not have it. Makes nothing
 * of the others: a body of 16 MB would take ten times its size. Never throws.
 */
export async function parseCurrentsEvent(bytes: Buffer, index: number): Promise<unknown> {
  // Whatever cannot be read was changed in the database or stored by another version.
  const found = await findElement(bytes, "events", index).catch(() => undefined);
  if (found) {
    const parsed = await parseJson(found, PARSED);
    return parsed.ok ? parsed.value : undefined;
  }
  // One bare event, or nothing.
  const body = index === 0 ? await parseCurrentsBody(bytes) : null;
  return body?.kind === "batch" ? body.events[0] : undefined;
}

function readEvents(events: unknown): ParsedBatch {
  if (!Array.isArray(events)) return { kind: "invalid", message: "events must be a list." };

  return events.length === 0 ? { kind: "probe" } : { kind: "batch", events };
}

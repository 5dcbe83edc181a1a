/** The result of reading one Currents request body. */
export type ParsedBatch =
  /** No body or no events: Braze is testing the credentials. Nothing to store. */
  | { kind: "probe" }
  | { kind: "batch"; events: unknown[] }
  /** Not what Braze sends; `message` says why, without repeating the body. */
  | { kind: "invalid"; message: string };

/**
 * Reads the body of one Currents request: `{"events":[...]}`, or one bare event as Braze's own test script sends it.
 * Does not look at the events themselves: one malformed event must not make us lose the others. Never throws. Source:
 * Braze custom HTTP connector,
 * https://www.braze.com/docs/user_guide/data/distribution/braze_currents/setting_up_currents/custom_http_connector/
 */
export function parseCurrentsBody(text: string): ParsedBatch {
  if (text.trim() === "") return { kind: "probe" };

  let body: unknown;
  try {
    // A byte order mark is not JSON, but answering 400 for one would lose the whole batch.
    body = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return { kind: "invalid", message: "The body is not JSON." };
  }

  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    return { kind: "invalid", message: 'The body must be an object: {"events":[...]}.' };
  }
  if (Object.hasOwn(body, "events")) return readEvents((body as { events: unknown }).events);
  if (Object.hasOwn(body, "event_type")) return { kind: "batch", events: [body] };
  if (Object.keys(body).length === 0) return { kind: "probe" };

  return { kind: "invalid", message: "The body has neither events nor an event_type." };
}

function readEvents(events: unknown): ParsedBatch {
  if (!Array.isArray(events)) return { kind: "invalid", message: "events must be a list." };

  return events.length === 0 ? { kind: "probe" } : { kind: "batch", events };
}

import { makeEvent } from "@/sandbox/senders/make-event";
import { createRandom, freshSeed } from "@/sandbox/senders/random";

/** Braze sends Currents events in batches of up to this many (docs/contracts/braze-currents.md#batches-and-delay). */
export const EVENTS_PER_BATCH = 100;
const USER_COUNT = 50_000;
/** How many of the 36 characters of an event's id, at its end, count up. */
const COUNTER_LENGTH = 12;
const ID_LENGTH = 36;

/** Every event is forwarded to Heap, so that the figures count real work. */
const ALL_FORWARDED = { anonymous: 0, placeholder: 0, malformed: 0, unknownType: 0.03 };

/** What the bench's events are like, as `makeEvent` takes it. */
export function eventSettings() {
  return {
    identityField: "external_user_id",
    userCount: USER_COUNT,
    mix: ALL_FORWARDED,
    nowSeconds: Math.floor(Date.now() / 1_000),
  } as const;
}

/**
 * Makes Currents bodies of realistic events, with unique event ids (the app would recognize a repeated body
 * as a retry), for the cost of a few writes. The next body overwrites the buffer: copy it to keep it.
 */
export function createBatchBodies(eventsPerBatch = EVENTS_PER_BATCH): () => Buffer {
  const random = createRandom(freshSeed());
  const settings = eventSettings();
  const made = Array.from({ length: eventsPerBatch }, () => makeEvent(random, settings));
  const body = Buffer.from(JSON.stringify({ events: made.map((event) => event.body) }));
  const places = made.map((event) => body.indexOf(`"id":"${event.id}"`) + `"id":"`.length);
  let bodyCount = 0;

  return () => {
    const counter = (bodyCount++).toString(16).padStart(COUNTER_LENGTH, "0");
    for (const place of places) body.write(counter, place + ID_LENGTH - COUNTER_LENGTH, "latin1");
    return body;
  };
}

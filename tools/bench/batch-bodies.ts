import { makeEvent } from "@/sandbox/senders/make-event";
import { createRandom, freshSeed } from "@/sandbox/senders/random";

/** Braze sends Currents events in batches of up to this many (docs/contracts/braze-currents.md#batches-and-delay). */
export const EVENTS_PER_BATCH = 100;
const USER_COUNT = 50_000;
/** Of the 36 characters of an event's id, the last so many are counted up. */
const COUNTER_LENGTH = 12;
const ID_LENGTH = 36;

/** Every event is one that goes on to Heap, so that the figures count work that was done. */
export const ALL_FORWARDED = { anonymous: 0, placeholder: 0, malformed: 0, unknownType: 0.03 };

/**
 * Makes a supply of Currents bodies of 100 realistic events each, no event id twice, at the price of a few writes: the
 * same body again would only be recognised as a retry. The buffer is used again for the next body: copy it to keep it.
 */
export function createBatchBodies(): () => Buffer {
  const random = createRandom(freshSeed());
  const settings = {
    identityField: "external_user_id",
    userCount: USER_COUNT,
    mix: ALL_FORWARDED,
    nowSeconds: Math.floor(Date.now() / 1_000),
  } as const;
  const made = Array.from({ length: EVENTS_PER_BATCH }, () => makeEvent(random, settings));
  const body = Buffer.from(JSON.stringify({ events: made.map((event) => event.body) }));
  const places = made.map((event) => body.indexOf(`"id":"${event.id}"`) + `"id":"`.length);
  let bodyCount = 0;

  return () => {
    const counter = (bodyCount++).toString(16).padStart(COUNTER_LENGTH, "0");
    for (const place of places) body.write(counter, place + ID_LENGTH - COUNTER_LENGTH, "latin1");
    return body;
  };
}

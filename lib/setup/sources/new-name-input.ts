import { z } from "zod";
import { lookUpInput, textInput } from "@/lib/kernel/api/text-input";
import { eventTypeInput } from "@/lib/vendors/braze/event-type-input";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";

/** Most new names of a source; our choice. */
const MAX_NAMES = 200;

/** Longest name that a person gives; Braze's longest has some 40 characters. */
const MAX_NAME_LENGTH = 200;

/** Another name in Heap for an event type or a property of Braze, whose own is as long as Heap's names may be. */
export const newName = z.strictObject({
  from: lookUpInput(MAX_TEXT_LENGTH),
  to: textInput(MAX_NAME_LENGTH),
});

/** Of properties. */
export const newNames = namesOf(newName);

/** Of event types, also by the readable names that lists and charts show. */
export const newEventNames = namesOf(newName.extend({ from: eventTypeInput }));

/** In the order of Braze's names. */
function namesOf(name: typeof newName) {
  return z
    .array(name)
    .max(MAX_NAMES, `can have at most ${MAX_NAMES}`)
    .transform((names) => names.toSorted((a, b) => (a.from < b.from ? -1 : 1)));
}

import { z } from "zod";
import { lookUpInput, textInput } from "@/lib/kernel/api/text-input";
import { eventTypeInput } from "@/lib/vendors/braze/event-type-input";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";

/** Most rules and most new names of a source; our choice, as each new property name is compared with all of them. */
const MAX_RULES = 100;
const MAX_NAMES = 200;

/** Longest name that a person gives; Braze's longest has some 40 characters. */
const MAX_NAME_LENGTH = 200;

/** Longest name of what is there already: a property's, up to where Heap's names are cut. */
const MAX_FOUND_LENGTH = MAX_TEXT_LENGTH;

/** Each star is one more search through a name. */
const MAX_STARS = 5;

const RULE_ACTIONS = ["drop", "hash", "keep"] as const;

/** What becomes of the properties whose names match a pattern; `*` is any text. */
export const propertyRule = z.strictObject({
  pattern: lookUpInput(MAX_FOUND_LENGTH).refine(
    (pattern) => pattern.split("*").length <= MAX_STARS + 1,
    `may have ${MAX_STARS} stars at most`,
  ),
  action: z.enum(RULE_ACTIONS),
});

/** In the order in which they are asked. */
export const propertyRules = z.array(propertyRule).max(MAX_RULES, `may hold ${MAX_RULES} at most`);

/** Another name in Heap for an event type or a property of Braze. */
export const newName = z.strictObject({
  from: lookUpInput(MAX_FOUND_LENGTH),
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
    .max(MAX_NAMES, `may hold ${MAX_NAMES} at most`)
    .transform((names) => names.toSorted((a, b) => (a.from < b.from ? -1 : 1)));
}

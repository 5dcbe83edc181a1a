import { lookUpInput } from "@/lib/kernel/api/text-input";
import { typeNamed } from "./catalog";

/** Longest event type that is kept; Braze's longest has 54 characters. */
const MAX_LENGTH = 255;

/**
 * One event type, by either of its names: Braze's (`users.messages.email.Open`) or the readable one that lists and charts show
 * ("Email Open", in any case). Every input that takes an event type is this one, and what it gives is Braze's name.
 */
export const eventTypeInput = lookUpInput(MAX_LENGTH).overwrite((text) => typeNamed(text));

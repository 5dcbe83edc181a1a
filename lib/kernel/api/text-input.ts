import { z } from "zod";
import { isStorableText } from "@/lib/kernel/storable-text";
import { trimUnseen } from "@/lib/kernel/trim-unseen";

/** Longest name of a customer, source, destination, user or key; our choice, so that lists stay readable. */
const MAX_NAME_LENGTH = 200;

/** Control characters, halves of surrogate pairs and line breaks: not allowed in a line of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Zero-width characters and those that change the direction of reading: they make different texts look the same. */
const HIDDEN = /\p{Cf}/u;

/** Anything visible. Unicode counts four fillers as letters and an empty Braille cell as a symbol. */
const VISIBLE = /[^\p{Z}\p{C}\u115f\u1160\u3164\uffa0\u2800]/u;

/**
 * A text that a person invents, such as a name: one visible line, trimmed, of 1 to `maxLength` characters. What names
 * something that is in the data already is a `lookUpInput`.
 */
export function textInput(maxLength: number) {
  return visibleLine(z.string().trim(), maxLength);
}

/** One visible line of text to be put before another: a space at its end stays. */
export function leadingTextInput(maxLength: number) {
  return visibleLine(z.string().regex(/^\S/, "must not begin with a space"), maxLength);
}

/**
 * A text that names what is in the data already (an identity, a property, an event type), of 1 to `maxLength` characters:
 * any text that can be stored, with the ends taken away that accepting takes away. Joiners, line breaks and other
 * characters that do not show stay inside, since Persian and Hindi names and emoji have them and nothing else finds them.
 */
export function lookUpInput(maxLength: number) {
  return storedTextInput(z.string().overwrite(trimUnseen), maxLength);
}

/** A `lookUpInput` for what is stored with its ends, such as Braze's event id. */
export function exactLookUpInput(maxLength: number) {
  return storedTextInput(z.string(), maxLength);
}

function storedTextInput(text: z.ZodString, maxLength: number) {
  return text
    .min(1, "must not be empty")
    .max(maxLength, `must have at most ${maxLength} characters`)
    .refine(isStorableText, "must not contain NUL or half of a character, which cannot be stored");
}

function visibleLine(text: z.ZodString, maxLength: number) {
  return text
    .min(1, "must not be empty")
    .max(maxLength, `must have at most ${maxLength} characters`)
    .refine((text) => !UNPRINTABLE.test(text), "must not contain control characters")
    .refine(
      (text) => !HIDDEN.test(text),
      "must not contain invisible characters; type it instead of pasting it",
    )
    .refine((text) => text === "" || VISIBLE.test(text), "must contain at least one visible character");
}

/** A name a person gives to something. */
export const nameInput = textInput(MAX_NAME_LENGTH);

/** The version an edit is based on; see `assertVersion`. */
export const versionInput = z.int().min(1);

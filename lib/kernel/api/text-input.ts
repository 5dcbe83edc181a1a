import { z } from "zod";

/** Longest name of a customer, source, destination, user or key; our choice, so that lists stay readable. */
const MAX_NAME_LENGTH = 200;

/** Control characters, halves of surrogate pairs and line breaks: not allowed in a line of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Zero-width characters and those that change the direction of reading: they make different texts look the same. */
const HIDDEN = /\p{Cf}/u;

/** Anything visible. Unicode counts four fillers as letters and an empty Braille cell as a symbol. */
const VISIBLE = /[^\p{Z}\p{C}\u115f\u1160\u3164\uffa0\u2800]/u;

/** One visible line of text, trimmed, of 1 to `maxLength` characters. */
export function textInput(maxLength: number) {
  return visibleLine(z.string().trim(), maxLength);
}

/** One visible line of text to be put before another: a space at its end stays. */
export function leadingTextInput(maxLength: number) {
  return visibleLine(z.string().regex(/^\S/, "must not begin with a space"), maxLength);
}

function visibleLine(text: z.ZodString, maxLength: number) {
  return text
    .min(1, "must not be empty")
    .max(maxLength, `must have at most ${maxLength} characters`)
    .refine((text) => !UNPRINTABLE.test(text), "must not hold control characters")
    .refine((text) => !HIDDEN.test(text), "must not hold invisible characters; type it instead of pasting it")
    .refine((text) => text === "" || VISIBLE.test(text), "must hold something that shows");
}

/** A name a person gives to something. */
export const nameInput = textInput(MAX_NAME_LENGTH);

/** The version an edit is based on; see `assertVersion`. */
export const versionInput = z.int().min(1);

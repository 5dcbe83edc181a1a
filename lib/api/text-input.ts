import { z } from "zod";

/** Longest name of a customer, source, destination, user or key; ours, so that lists stay readable. */
const MAX_NAME_LENGTH = 200;

/** Control characters, and halves of surrogate pairs: neither PostgreSQL's text nor a screen can hold them. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** One line of text, trimmed, of 1 to `maxLength` characters. */
export function textInput(maxLength: number) {
  return z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(maxLength, `must have at most ${maxLength} characters`)
    .refine((text) => !UNPRINTABLE.test(text), "must not hold control characters");
}

/** A name a person gives to something. */
export const nameInput = textInput(MAX_NAME_LENGTH);

/** The version an edit saw; see `assertVersion`. */
export const versionInput = z.int().min(1);

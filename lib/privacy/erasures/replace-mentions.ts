import { oneLine, quotableLine } from "@/lib/kernel/storable-text";
import type { Wanted } from "./match-identity";

/** What may not stand right before or after an identity in a text: then it is a part of another word. */
const ENDS_IN_WORD = /[\p{L}\p{N}_.@+-]$/u;
const BEGINS_WITH_WORD = /^[\p{L}\p{N}_@+-]/u;

/**
 * How an identity may be written in a text, the longest first: as it is, or as vendors' words are stored, as one line. In
 * lower case (a to z) when variants are wanted. Pure.
 */
export function spellingsOf(wanted: Wanted): string[] {
  const { identity } = wanted;
  const spellings = [identity.trim(), oneLine(identity), quotableLine(identity)];
  const distinct = new Set(spellings.map((text) => fold(text, wanted)).filter((text) => text !== ""));
  return [...distinct].sort((a, b) => b.length - a.length);
}

/**
 * A text with the identity replaced wherever it is a separate word, so that erasing "12" leaves "128" alone. It is looked for
 * as it is and never as a pattern: an id is written by others. Pure.
 */
export function replaceMentions(text: string, wanted: Wanted, replacement: string): string {
  return spellingsOf(wanted).reduce(
    (left, spelling) => replaceWord(left, fold(left, wanted), spelling, replacement),
    text,
  );
}

/** @param folded the text in the case of `word`, place by place */
function replaceWord(text: string, folded: string, word: string, replacement: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = folded.indexOf(word); at !== -1; ) {
    const end = at + word.length;
    const isWord =
      !ENDS_IN_WORD.test(text.slice(Math.max(0, at - 2), at)) &&
      !BEGINS_WITH_WORD.test(text.slice(end, end + 2));
    if (isWord) {
      parts.push(text.slice(from, at), replacement);
      from = end;
    }
    at = folded.indexOf(word, isWord ? end : at + 1);
  }
  return parts.length === 0 ? text : parts.join("") + text.slice(from);
}

/** Only a to z: it keeps every place, and PostgreSQL folds the same way. */
function fold(text: string, { includesVariants }: Wanted): string {
  return includesVariants ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

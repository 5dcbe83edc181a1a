import { isFit, normalForm, PHONE_SEPARATORS } from "@/lib/vendors/braze/address-forms";
import type { IdentifierKind } from "@/prisma/generated/enums";

/** White space around an identity that a person would not see, for PostgreSQL and for JavaScript. */
const SPACES_SQL = String.raw`E' \t\n\r\f\x0B\u00A0'`;
const SPACES = " \t\n\r\f\v\u00a0";

/**
 * How a value matches the identity: `exact`, or a `variant` in the case of a to z, in surrounding white space or, if it is a phone number, in
 * what is written between its digits.
 */
export type Match = "exact" | "variant";

/** An identity to look for. */
export interface Wanted {
  identity: string;
  includesVariants: boolean;
}

/** How a value matches an identity; null when it is someone else's. Pure. */
export function matchIdentity(identity: string, value: unknown): Match | null {
  if (typeof value !== "string" && typeof value !== "number") return null;

  const text = String(value);
  if (text === identity) return "exact";
  if (fold(text) === fold(identity)) return "variant";
  const phone = phoneOf(identity);
  return phone !== null && phoneOf(text) === phone ? "variant" : null;
}

/** Whether a value is the wanted identity. Pure. */
export function isWanted({ identity, includesVariants }: Wanted, value: unknown): boolean {
  const match = matchIdentity(identity, value);
  return match === "exact" || (includesVariants && match === "variant");
}

/**
 * `isWanted` for a user key: where users are named by address, every spelling of it is the same user. Pure.
 * @param kind how the key names its user
 */
export function isWantedKey(wanted: Wanted, kind: IdentifierKind, value: unknown): boolean {
  return isWanted(wanted, value) || isSameKey(wanted.identity, kind, value);
}

/** Whether a user key and an identity are one member. Pure. */
export function isSameKey(identity: string, kind: IdentifierKind, value: unknown): boolean {
  if (typeof value !== "string" && typeof value !== "number") return false;
  return normalForm(kind, String(value)) === normalForm(kind, identity);
}

/** Without case and surrounding white space. Only a to z: beyond that, spellings differ between languages. */
function fold(text: string): string {
  return trimSpaces(text).replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** No phone number is written with more characters. Our choice. */
const MAX_PHONE_LENGTH = 40;

/** The phone number that a text is, in the one form in which it is sent to Braze; null for every other text. */
function phoneOf(text: string): string | null {
  if (text.length > MAX_PHONE_LENGTH) return null;
  const number = normalForm("phone", trimSpaces(text));
  return isFit("phone", number) ? number : null;
}

/** In one pass: a regular expression tries again at each space of a long run, which takes seconds for some 20 kB. */
function trimSpaces(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && SPACES.includes(text.charAt(start))) start++;
  while (end > start && SPACES.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** `isWanted` in SQL, for a trusted column and the parameter with the identity. */
export function isWantedSql(
  column: string,
  parameter: string,
  { identity, includesVariants }: Wanted,
): string {
  if (!includesVariants) return `${column} = ${parameter}::text`;
  const folded = `${foldSql(column)} = ${foldSql(`${parameter}::text`)}`;
  if (phoneOf(identity) === null) return folded;
  return `(${folded} OR (length(${column}) <= ${MAX_PHONE_LENGTH} AND ${digitsSql(column)} = ${digitsSql(`${parameter}::text`)}))`;
}

function foldSql(text: string): string {
  return `lower(btrim(${text}, ${SPACES_SQL}) COLLATE "C")`;
}

function digitsSql(text: string): string {
  return `regexp_replace(btrim(${text}, ${SPACES_SQL}), '${PHONE_SEPARATORS}', '', 'g')`;
}

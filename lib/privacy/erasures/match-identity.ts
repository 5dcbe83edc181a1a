/** White space around an identity that a person would not see, in the words of PostgreSQL and of JavaScript. */
const SPACES_SQL = String.raw`E' \t\n\r\f\x0B\u00A0'`;
const SPACES_AROUND = /^[ \t\n\r\f\v\u00a0]+|[ \t\n\r\f\v\u00a0]+$/g;

/** How a value stands to the identity: `exact`, or a `variant` in the case of a to z or the white space around it. */
export type Match = "exact" | "variant";

/** An identity to look for. */
export interface Wanted {
  identity: string;
  includesVariants: boolean;
}

/** How a value stands to an identity; null when it is somebody else's. Pure. */
export function matchIdentity(identity: string, value: unknown): Match | null {
  if (typeof value !== "string" && typeof value !== "number") return null;

  const text = String(value);
  if (text === identity) return "exact";
  return fold(text) === fold(identity) ? "variant" : null;
}

/** Whether a value is the wanted identity. Pure. */
export function isWanted({ identity, includesVariants }: Wanted, value: unknown): boolean {
  const match = matchIdentity(identity, value);
  return match === "exact" || (includesVariants && match === "variant");
}

/** Without case and white space around. Only a to z: what else two spellings share differs between languages. */
function fold(text: string): string {
  return text.replace(SPACES_AROUND, "").replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** `isWanted` in SQL, for a column of our own and the parameter with the identity. */
export function isWantedSql(column: string, parameter: string, { includesVariants }: Wanted): string {
  if (!includesVariants) return `${column} = ${parameter}::text`;
  return `${foldSql(column)} = ${foldSql(`${parameter}::text`)}`;
}

function foldSql(text: string): string {
  return `lower(btrim(${text}, ${SPACES_SQL}) COLLATE "C")`;
}

/**
 * The identity as a regular expression of PostgreSQL that finds it in a text as a word of its own, so that erasing "12"
 * leaves "128" alone.
 */
export function mentionPattern({ identity }: Wanted): string {
  const literal = identity.trim().replace(/[^\p{L}\p{N}]/gu, String.raw`\$&`);
  return `(?<![[:alnum:]_.@+-])${literal}(?![[:alnum:]_@+-])`;
}

import { z } from "zod";
import { TributaryError } from "@/lib/kernel/errors";

/** Most items on one page; our choice, so that an answer stays small. */
export const MAX_PAGE_SIZE = 100;

/** Items on one page unless the caller says otherwise. */
export const DEFAULT_PAGE_SIZE = 50;

const LIMIT_WORDS = `must be a whole number from 1 to ${MAX_PAGE_SIZE}`;

/** The input of every list: how many items, and where the last page ended. */
export const pageInput = {
  limit: z.coerce
    .string()
    .regex(/^[0-9]{1,3}$/, LIMIT_WORDS)
    .transform(Number)
    .refine((limit) => limit >= 1 && limit <= MAX_PAGE_SIZE, LIMIT_WORDS)
    .default(DEFAULT_PAGE_SIZE),
  cursor: z.string().min(1).max(1_000).optional(),
};

/** One page of a list. `nextCursor` is null on the last one. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** The schema of a page of `item`. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}

/**
 * The sort key a cursor holds, or null without a cursor.
 * @throws TributaryError `invalid` for a cursor that we did not issue
 */
export function readCursor<T>(cursor: string | undefined, key: z.ZodType<T>): T | null {
  if (cursor === undefined) return null;

  try {
    const text = Buffer.from(cursor, "base64url").toString("utf8");
    // PostgreSQL keeps no NUL in a text, so our cursors contain none.
    if (text.includes("\\u0000")) throw new SyntaxError("NUL");
    return key.parse(JSON.parse(text));
  } catch {
    throw new TributaryError("invalid", "This is not a valid cursor: pass on 'nextCursor' unchanged.");
  }
}

/**
 * Makes a page out of up to `limit + 1` rows: the extra one means that there is a next page.
 * @param keyOf the sort key of an item; the next page starts after it
 */
export function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => unknown,
  toItem: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(toItem),
    nextCursor: last ? writeCursor(keyOf(last)) : null,
  };
}

/** The cursor for a sort key. */
export function writeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

import { z } from "zod";
import { pendingEvents } from "@/lib/kernel/batch-counts";
import { pool } from "@/lib/kernel/database";
import { IS_OWED } from "@/lib/kernel/is-owed";

const count = z.int().min(0);

/**
 * Both flows of a customer in numbers. `pending` counts the events of unfinished batches that have no outcome yet;
 * `isBalanced` says that every accepted event is in exactly one of the other five counts. Owed: Heap's state and
 * Braze's differ, and Braze has not refused the member.
 */
export const booksView = z
  .strictObject({
    accepted: count,
    pending: count,
    forwarded: count,
    filtered: count,
    duplicate: count,
    quarantined: count,
    isBalanced: z.boolean(),
    segments: count,
    wanted: count,
    acked: count,
    owed: count,
    refused: count,
  })
  .meta({ id: "Books" });

export type Books = z.infer<typeof booksView>;

const NO_BOOKS: Books = {
  accepted: 0,
  pending: 0,
  forwarded: 0,
  filtered: 0,
  duplicate: 0,
  quarantined: 0,
  isBalanced: true,
  segments: 0,
  wanted: 0,
  acked: 0,
  owed: 0,
  refused: 0,
};

/**
 * The books of the given customers (without a list, of all), in one statement.
 * @returns one entry for each customer that exists, by id
 */
export async function readBooks(customerIds?: readonly string[]): Promise<Map<string, Books>> {
  const { rows } = await pool.query<Row>(READ, [customerIds ?? null]);
  return new Map(rows.map((row) => [row.id, toBooks(row)]));
}

/** The books of one customer; all zero when it does not exist. */
export async function readBooksOf(customerId: string): Promise<Books> {
  return (await readBooks([customerId])).get(customerId) ?? NO_BOOKS;
}

/** Sums come as text (bigint), and are null when there is nothing to sum. */
type Row = { id: string } & Record<Exclude<keyof Books, "isBalanced">, string | null>;

function toBooks(row: Row): Books {
  const read = (name: Exclude<keyof Books, "isBalanced">) => Number(row[name] ?? 0);
  const accepted = read("accepted");
  const outcomes = {
    pending: read("pending"),
    forwarded: read("forwarded"),
    filtered: read("filtered"),
    duplicate: read("duplicate"),
    quarantined: read("quarantined"),
  };
  return {
    accepted,
    ...outcomes,
    isBalanced: accepted === Object.values(outcomes).reduce((sum, value) => sum + value, 0),
    segments: read("segments"),
    wanted: read("wanted"),
    acked: read("acked"),
    owed: read("owed"),
    refused: read("refused"),
  };
}

// Batches and members are reached through the indexes of the customer's sources and segments; owed and refused
// members have their own partial indexes, so members in step cost nothing here.
const READ = `
  WITH chosen AS (
    SELECT id FROM customer WHERE $1::uuid[] IS NULL OR id = ANY($1::uuid[])
  ), flow AS (
    SELECT s.customer_id, sum(b.accepted) AS accepted,
           sum(${pendingEvents()})
             FILTER (WHERE b.state = 'pending') AS pending,
           sum(b.forwarded) AS forwarded, sum(b.filtered) AS filtered, sum(b.duplicate) AS duplicate,
           sum(b.quarantined) AS quarantined
    FROM chosen c JOIN source s ON s.customer_id = c.id JOIN batch b ON b.source_id = s.id
    GROUP BY s.customer_id
  ), membership AS (
    SELECT g.customer_id, count(*) AS segments, sum(g.wanted_count) AS wanted, sum(g.acked_count) AS acked
    FROM chosen c JOIN segment g ON g.customer_id = c.id
    GROUP BY g.customer_id
  ), owing AS (
    SELECT g.customer_id, count(*) AS owed
    FROM chosen c JOIN segment g ON g.customer_id = c.id JOIN member m ON m.segment_id = g.id
    WHERE ${IS_OWED}
    GROUP BY g.customer_id
  ), refusing AS (
    SELECT g.customer_id, count(*) AS refused
    FROM chosen c JOIN segment g ON g.customer_id = c.id JOIN member m ON m.segment_id = g.id
    WHERE m.refused IS NOT NULL
    GROUP BY g.customer_id
  )
  SELECT c.id, f.accepted, f.pending, f.forwarded, f.filtered, f.duplicate, f.quarantined,
         g.segments, g.wanted, g.acked, o.owed, r.refused
  FROM chosen c
  LEFT JOIN flow f ON f.customer_id = c.id
  LEFT JOIN membership g ON g.customer_id = c.id
  LEFT JOIN owing o ON o.customer_id = c.id
  LEFT JOIN refusing r ON r.customer_id = c.id`;

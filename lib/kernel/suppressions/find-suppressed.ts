import type { Sql } from "@/lib/kernel/database";
import { takeTurns } from "@/lib/kernel/event-loop-turns";
import { findKeyInUse, suppressionHash } from "./suppression-key";

/** Hashes in one question: some 300 kB. */
const IDS_PER_QUESTION = 10_000;

const NOBODY: ReadonlySet<string> = new Set();

/**
 * Which of these ids belong to people who were deleted on request, and whose data is therefore not taken. One short
 * question for a customer without suppressions, otherwise another for every 10,000 ids.
 * @param gather the ids; called only if the customer has suppressions
 * @throws Error when the customer's key does not decrypt
 */
export async function findSuppressed(
  sql: Sql,
  customerId: string,
  gather: () => Iterable<string>,
): Promise<ReadonlySet<string>> {
  const key = await findKeyInUse(sql, customerId);
  if (!key) return NOBODY;

  const turns = takeTurns();
  const suppressed = new Set<string>();
  let asked = new Map<string, string>();
  for (const id of gather()) {
    if (turns.isOver()) await turns.next();
    asked.set(suppressionHash(key, id).toString("hex"), id);
    if (asked.size < IDS_PER_QUESTION) continue;
    await ask(sql, customerId, asked, suppressed);
    asked = new Map();
  }
  await ask(sql, customerId, asked, suppressed);
  return suppressed;
}

async function ask(
  sql: Sql,
  customerId: string,
  asked: ReadonlyMap<string, string>,
  suppressed: Set<string>,
): Promise<void> {
  if (asked.size === 0) return;
  const { rows } = await sql.query<{ hash: string }>(
    `SELECT encode(s.hash, 'hex') AS hash FROM suppression s
     JOIN unnest($2::text[]) AS asked (hash) ON s.hash = decode(asked.hash, 'hex') WHERE s.customer_id = $1`,
    [customerId, [...asked.keys()]],
  );
  for (const { hash } of rows) {
    const id = asked.get(hash);
    if (id !== undefined) suppressed.add(id);
  }
}

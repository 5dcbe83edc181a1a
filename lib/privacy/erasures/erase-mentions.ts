import type { Sql } from "@/lib/kernel/database";
import { normalForm } from "@/lib/vendors/braze/address-forms";
import { type RunningErasure, takeStep } from "./erasure-progress";
import { isWantedSql, type Wanted } from "./match-identity";
import { replaceMentions, spellingsOf } from "./replace-mentions";

/** Replaces the identity. */
const GONE = "[erased]";

/** Rows read at a time. Bounds memory. */
const ROWS = 1_000;
/** Before every id. */
const NO_ID = "00000000-0000-0000-0000-000000000000";

/** Texts that may name a person: table, columns, and which of its rows `t` are the customer's. */
interface Texts {
  table: string;
  columns: readonly string[];
  which: string;
}

const TEXTS: readonly Texts[] = [
  {
    table: "alert",
    columns: ["message", "next_action", "cause", "sample", "dismissed_reason"],
    which: "customer_id = $1",
  },
  { table: "alert_note", columns: ["text"], which: "customer_id = $1" },
  { table: "message", columns: ["subject", "body"], which: "customer_id = $1" },
  { table: '"check"', columns: ["detail"], which: "customer_id = $1" },
  {
    table: "page",
    columns: ["reason"],
    which: "destination_id IN (SELECT id FROM destination WHERE customer_id = $1)",
  },
  {
    table: "delivery",
    columns: ["words"],
    which: "source_id IN (SELECT id FROM source WHERE customer_id = $1)",
  },
  { table: "sync", columns: ["error"], which: "customer_id = $1" },
  { table: "push", columns: ["words"], which: "sync_id IN (SELECT id FROM sync WHERE customer_id = $1)" },
  { table: "replay", columns: ["error"], which: "customer_id = $1" },
  { table: "match_check", columns: ["error"], which: "customer_id = $1" },
];

/**
 * Removes the person from everything else that names them: alerts, notices, vendors' messages, replays, samples, merges, user
 * properties and the lists of a source, which are in lower case.
 */
export async function eraseMentions(erasure: RunningErasure): Promise<void> {
  const { customerId, wanted } = erasure;
  await takeStep(erasure, async (sql) => {
    let mentions = 0;
    for (const texts of TEXTS) mentions += await eraseInTexts(sql, customerId, wanted, texts);

    const replays = await sql.query(
      `UPDATE replay SET identity = $3 WHERE customer_id = $1 AND ${isWantedSql("identity", "$2", wanted)}`,
      [customerId, wanted.identity, GONE],
    );
    const samples = await sql.query(
      `DELETE FROM sampled_id i USING match_check k WHERE k.id = i.match_check_id AND i.customer_id = $1
         AND (${isWantedSql("i.user_key", "$2", wanted)} OR (k.identifier_kind = 'email' AND i.user_key = $3)
              OR (k.identifier_kind = 'phone' AND i.user_key = $4))`,
      [
        customerId,
        wanted.identity,
        normalForm("email", wanted.identity),
        normalForm("phone", wanted.identity),
      ],
    );
    const merges = await sql.query(
      `DELETE FROM identity_change WHERE customer_id = $1
         AND (${["gone_id", "stays_id", "external_id"].map((column) => isWantedSql(column, "$2", wanted)).join(" OR ")})`,
      [customerId, wanted.identity],
    );
    const properties = await sql.query(
      `DELETE FROM user_property WHERE customer_id = $1 AND ${isWantedSql("identity", "$2", wanted)}`,
      [customerId, wanted.identity],
    );
    const lists = await sql.query(
      `UPDATE source
       SET placeholders = array_remove(placeholders, lower($2)),
           allowed_identities = array_remove(allowed_identities, lower($2)), version = version + 1
       WHERE customer_id = $1 AND lower($2) = ANY (placeholders || allowed_identities)`,
      [customerId, wanted.identity],
    );
    mentions += (replays.rowCount ?? 0) + (samples.rowCount ?? 0) + (lists.rowCount ?? 0);
    mentions += (merges.rowCount ?? 0) + (properties.rowCount ?? 0);
    return { next: { phase: "leaving" }, mentions };
  });
}

/**
 * Replaces the identity in the texts of a table, some rows at a time. Whether a text names the person or only contains the same
 * letters is decided here, not in SQL.
 * @returns how many rows named them
 */
async function eraseInTexts(
  sql: Sql,
  customerId: string,
  wanted: Wanted,
  { table, columns, which }: Texts,
): Promise<number> {
  const folded = (column: string) => (wanted.includesVariants ? `lower(${column} COLLATE "C")` : column);
  const contains = columns.map((column) => `strpos(${folded(column)}, s.spelling) > 0`).join(" OR ");
  const changes = columns.map((column, place) => `${column} = ($2::text[])[${place + 1}]`).join(", ");
  let erased = 0;
  for (let after = NO_ID; ; ) {
    const { rows } = await sql.query<{ id: string; texts: (string | null)[] }>(
      `SELECT t.id, ARRAY[${columns.map((column) => `t.${column}`).join(", ")}]::text[] AS texts FROM ${table} t
       WHERE ${which} AND t.id > $3::uuid AND EXISTS (SELECT FROM unnest($2::text[]) AS s (spelling) WHERE ${contains})
       ORDER BY t.id LIMIT ${ROWS} FOR NO KEY UPDATE OF t`,
      [customerId, spellingsOf(wanted), after],
    );
    for (const { id, texts } of rows) {
      const left = texts.map((text) => text && replaceMentions(text, wanted, GONE));
      if (left.every((text, place) => text === texts[place])) continue;
      await sql.query(`UPDATE ${table} SET ${changes} WHERE id = $1`, [id, left]);
      erased++;
    }
    const last = rows.at(-1);
    if (!last || rows.length < ROWS) return erased;
    after = last.id;
  }
}

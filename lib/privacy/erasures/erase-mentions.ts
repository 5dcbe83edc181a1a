import { type RunningErasure, takeStep } from "./erasure-progress";
import { isWantedSql, mentionPattern } from "./match-identity";

/** Replaces the identity. */
const GONE = "[erased]";

/** Texts that may name a person: table, columns, and which rows are the customer's. */
const TEXTS: readonly { table: string; columns: readonly string[]; which: string }[] = [
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
    for (const { table, columns, which } of TEXTS) {
      const isNamed = columns.map(
        (column) => `COALESCE(${column}, '') ~${wanted.includesVariants ? "*" : ""} $2`,
      );
      const changes = columns.map((column) => `${column} = regexp_replace(${column}, $2, $3, $4)`);
      const { rowCount } = await sql.query(
        `UPDATE ${table} SET ${changes.join(", ")} WHERE ${which} AND (${isNamed.join(" OR ")})`,
        [customerId, mentionPattern(wanted), GONE, wanted.includesVariants ? "gi" : "g"],
      );
      mentions += rowCount ?? 0;
    }

    const replays = await sql.query(
      `UPDATE replay SET identity = $3 WHERE customer_id = $1 AND ${isWantedSql("identity", "$2", wanted)}`,
      [customerId, wanted.identity, GONE],
    );
    const samples = await sql.query(
      `DELETE FROM sampled_id WHERE customer_id = $1 AND ${isWantedSql("user_key", "$2", wanted)}`,
      [customerId, wanted.identity],
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

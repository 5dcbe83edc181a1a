import { anyLength } from "@/lib/kernel/any-length";
import { coalesce } from "@/lib/kernel/coalesce";
import { pool } from "@/lib/kernel/database";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { findSuppressed } from "@/lib/kernel/suppressions/find-suppressed";
import { MAX_USERS_PER_CALL } from "@/lib/vendors/heap/limits";

/** Properties read at a time; a user whose last ones do not fit comes again. Bounds memory. */
const MAX_PROPERTIES = 5_000;

/** Heap apps whose sources are read in one statement. Our choice. */
const MOST_APPS = 50;

/**
 * Whether a `user_property p` is owed by its `source s`, in SQL: to the Heap app that the source sends to now, and by a
 * rule that it still has.
 */
export const OWED_BY_SOURCE = `p.source_id = s.id AND p.owed_since IS NOT NULL AND p.heap_app = s.heap_app
  AND s.user_properties @> jsonb_build_array(p.rule)`;

export interface PropertySource {
  id: string;
  customerId: string;
  heapAppId: string;
  heapRegion: string;
}

/** What is owed for one user. */
export interface OwedUser {
  identity: string;
  properties: Record<string, string | number>;
  /** The rows of these properties. Not in the order of the object, which puts names like `10` first. */
  rows: { id: string; value: string | number }[];
}

/** The sources of a Heap app that owe user properties and are not held back. */
export const findOwingSources: (heapApp: string) => Promise<PropertySource[]> = coalesce(
  async (heapApps: readonly string[]) => {
    const { rows } = await pool.query<PropertySource & { heapApp: string }>({
      name: "find-owing-sources",
      text: `SELECT s.heap_app AS "heapApp", s.id, s.customer_id AS "customerId", s.heap_app_id AS "heapAppId",
              s.heap_region AS "heapRegion"
       FROM unnest(${anyLength("$1::text[]")}) AS asked (heap_app)
       -- Nearly no source has any, so they are left out before anything is looked up for them.
       CROSS JOIN LATERAL (
         SELECT * FROM source WHERE heap_app = asked.heap_app AND user_properties <> '[]' OFFSET 0
       ) s
       JOIN customer c ON c.id = s.customer_id LEFT JOIN heap_app a ON a.key = s.heap_app
       CROSS JOIN LATERAL (SELECT FROM user_property p WHERE ${OWED_BY_SOURCE} LIMIT 1) owed
       WHERE ${SOURCE_FLOWS} AND COALESCE(a.properties_resume_at, '-infinity') <= now()
       ORDER BY s.id`,
      values: [heapApps],
    });
    const sources = new Map(heapApps.map((heapApp): [string, PropertySource[]] => [heapApp, []]));
    for (const { heapApp, ...source } of rows) sources.get(heapApp)?.push(source);
    return heapApps.map((heapApp) => sources.get(heapApp) ?? []);
  },
  { most: MOST_APPS },
);

/**
 * What a source owes next, for at most as many users as fit in one call. Looks again whether it may send: a pause or
 * another Heap app takes effect with the next call. Who was deleted on request is left out before each call.
 */
export async function takeOwed(source: PropertySource): Promise<OwedUser[]> {
  const { rows } = await pool.query<{ id: string; identity: string; name: string; value: string | number }>(
    `SELECT p.id, p.identity, p.name, p.value FROM user_property p
     JOIN source s ON s.id = p.source_id JOIN customer c ON c.id = s.customer_id
     WHERE s.id = $1 AND s.heap_app_id = $2 AND ${SOURCE_FLOWS} AND ${OWED_BY_SOURCE}
     ORDER BY p.identity, p.name LIMIT $3`,
    [source.id, source.heapAppId, MAX_PROPERTIES],
  );
  const users = new Map<string, OwedUser>();
  for (const { id, identity, name, value } of rows) {
    if (!users.has(identity) && users.size === MAX_USERS_PER_CALL) break;
    const user = users.get(identity) ?? { identity, properties: {}, rows: [] };
    // A name such as "__proto__" would set the object's prototype instead of a property.
    Object.defineProperty(user.properties, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    user.rows.push({ id, value });
    users.set(identity, user);
  }
  return [...users.values()];
}

/**
 * The users without those who were deleted on request. What is owed for these is forgotten. Asked before each call: one
 * that is halved goes on for long.
 */
export async function leaveOutSuppressed(
  { customerId }: PropertySource,
  users: readonly OwedUser[],
): Promise<readonly OwedUser[]> {
  const suppressed = await findSuppressed(pool, customerId, () => users.map(({ identity }) => identity));
  if (suppressed.size === 0) return users;

  await pool.query("DELETE FROM user_property WHERE customer_id = $1 AND identity = ANY ($2::text[])", [
    customerId,
    [...suppressed],
  ]);
  return users.filter(({ identity }) => !suppressed.has(identity));
}

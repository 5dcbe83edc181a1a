import { pool } from "@/lib/kernel/database";
import { maskAddresses } from "@/lib/kernel/mask";
import {
  type FieldFacts,
  ID_FORMS,
  type IdForms,
  OVERLAP_FIELDS,
  type OverlapFacts,
  type OverlapField,
} from "./overlap-facts";

/** How many members are searched for spaces, case and forms; our choice. */
const MAX_MEMBERS = 100_000;
const SAMPLES = 3;

type Counted = Pick<OverlapFacts, "members" | "hasMoreMembers" | "memberForms" | "memberSamples" | "fields">;

interface FieldRow extends Omit<FieldFacts, "forms">, IdForms {
  /** @neverNull each identity is sent with its field */
  field: OverlapField;
}
type MemberRow = IdForms & { members: number; hasMoreMembers: boolean; samples: string[] };

/**
 * Counts how many identities are members of a customer's segments, exactly and if spaces or case were ignored. Two
 * statements for any number of identities, segments and members: exact matches by the members' key, the rest over at
 * most `MAX_MEMBERS` of them.
 */
export async function countMatches(
  customerId: string,
  identities: Record<OverlapField, ReadonlySet<string>>,
): Promise<Counted> {
  const pairs = OVERLAP_FIELDS.flatMap((field) => [...identities[field]].map((key) => [field, key] as const));
  const { rows } = await pool.query<FieldRow>(FIELDS, [
    customerId,
    pairs.map(([field]) => field),
    pairs.map(([, key]) => key),
  ]);
  const { rows: memberRows } = await pool.query<MemberRow>(MEMBERS, [customerId]);

  const members = memberRows[0];
  return {
    members: members?.members ?? 0,
    hasMoreMembers: members?.hasMoreMembers ?? false,
    memberForms: formsOf(members),
    memberSamples: (members?.samples ?? []).map(maskIdentity),
    fields: {
      external_user_id: fieldFacts(rows, "external_user_id"),
      user_id: fieldFacts(rows, "user_id"),
    },
  };
}

function fieldFacts(rows: readonly FieldRow[], field: OverlapField): FieldFacts {
  const row = rows.find((found) => found.field === field);
  return {
    identities: row?.identities ?? 0,
    matched: row?.matched ?? 0,
    ifTrimmed: row?.ifTrimmed ?? 0,
    ifLowered: row?.ifLowered ?? 0,
    ifBoth: row?.ifBoth ?? 0,
    ifIdentityLowered: row?.ifIdentityLowered ?? 0,
    forms: formsOf(row),
    samples: (row?.samples ?? []).map(maskIdentity),
  };
}

function formsOf(row: IdForms | undefined): IdForms {
  return {
    email: row?.email ?? 0,
    uuid: row?.uuid ?? 0,
    hex24: row?.hex24 ?? 0,
    hex64: row?.hex64 ?? 0,
    number: row?.number ?? 0,
  };
}

const countForms = (key: string) =>
  Object.entries(ID_FORMS)
    .map(([form, pattern]) => `count(*) FILTER (WHERE ${key} ~ '${pattern}')::int AS ${form}`)
    .join(", ");

const LOOKED_THROUGH = `
  segments AS MATERIALIZED (SELECT id FROM segment WHERE customer_id = $1), named AS MATERIALIZED (
    SELECT m.user_key FROM segments g JOIN member m ON m.segment_id = g.id LIMIT ${MAX_MEMBERS + 1}
  )`;

const SPACES = String.raw`E' \t\r\n\u00a0'`;
const isMember = (key: string) =>
  `EXISTS (SELECT FROM segments g JOIN member m ON m.segment_id = g.id AND m.user_key = ${key})`;

// A set for each way to ignore something, joined: a subquery per identity would read all members each time.
const FIELDS = `
  WITH ${LOOKED_THROUGH}, found AS MATERIALIZED (
    SELECT i.field, i.key, i.place, ${isMember("i.key")} AS same,
           i.key <> lower(i.key) AND ${isMember("lower(i.key)")} AS same_lowered,
           t.key IS NOT NULL AS trimmed, l.key IS NOT NULL AS lowered, b.key IS NOT NULL AS same_ignoring_both
    FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS i(field, key, place)
    LEFT JOIN (SELECT DISTINCT btrim(user_key, ${SPACES}) AS key FROM named) t ON t.key = i.key
    LEFT JOIN (SELECT DISTINCT lower(user_key) AS key FROM named) l ON l.key = lower(i.key)
    LEFT JOIN (SELECT DISTINCT lower(btrim(user_key, ${SPACES})) AS key FROM named) b ON b.key = lower(i.key)
  )
  SELECT field, count(*)::int AS identities, count(*) FILTER (WHERE same)::int AS matched,
         count(*) FILTER (WHERE same OR trimmed)::int AS "ifTrimmed",
         count(*) FILTER (WHERE same OR same_lowered OR lowered)::int AS "ifLowered",
         count(*) FILTER (WHERE same OR same_lowered OR trimmed OR lowered OR same_ignoring_both)::int AS "ifBoth",
         count(*) FILTER (WHERE same OR same_lowered)::int AS "ifIdentityLowered",
         COALESCE((array_agg(key ORDER BY place) FILTER (WHERE NOT same))[1:${SAMPLES}], '{}') AS samples,
         ${countForms("key")}
  FROM found GROUP BY field`;

const MEMBERS = `
  WITH ${LOOKED_THROUGH}, members AS (SELECT DISTINCT user_key FROM (SELECT * FROM named LIMIT ${MAX_MEMBERS}) some_named)
  SELECT count(*)::int AS members, (SELECT count(*) FROM named) > ${MAX_MEMBERS} AS "hasMoreMembers",
         COALESCE((array_agg(user_key))[1:${SAMPLES}], '{}') AS samples, ${countForms("user_key")}
  FROM members`;

/** How much of an id stays readable: enough to see what kind of id it is, too little to know whose. */
const SHOWN_SIGNS = 2;

/** An identity for alerts and screens: `anna@example.com` becomes `an***@ex***`, `user-4711` becomes `us***`. */
function maskIdentity(identity: string): string {
  const masked = maskAddresses(identity);
  return masked === identity ? `${[...identity.trim()].slice(0, SHOWN_SIGNS).join("")}***` : masked;
}

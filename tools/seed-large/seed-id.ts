import { createHash } from "node:crypto";

/** The same text and time always make the same UUIDv7. */
export function seedId(atMs: number, text: string): string {
  const hex = createHash("md5").update(text).digest("hex");
  const time = Math.floor(atMs).toString(16).padStart(12, "0");
  const all = `${time}7${hex.slice(0, 3)}8${hex.slice(3, 18)}`;
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join("-");
}

/** `seedId` as a function of this database session, for the statements of the seed. */
export const SEED_ID_FUNCTION = `
  CREATE FUNCTION pg_temp.seed_id(at timestamptz, text text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(md5(text), 1, 3)
            || '8' || substr(md5(text), 4, 15))::uuid
  $$`;

/** A number from 0 to 2^31 - 1, always the same for the same input. */
export const SEED_HASH_FUNCTION = `
  CREATE FUNCTION pg_temp.seed_hash(number bigint) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT hashint8(number) & 2147483647
  $$`;

/** The moment at a share (0 to 1) of the seeded days: more by day than by night. Parameters: share, end, days. */
export const SEED_TIME_FUNCTION = `
  CREATE FUNCTION pg_temp.seed_time(share double precision, until timestamptz, days int) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE AS $$
    SELECT date_trunc('milliseconds', until - make_interval(secs =>
      86400 * (days * (1 - share) + 0.6 * sin(2 * pi() * days * (1 - share)) / (2 * pi()))))
  $$`;

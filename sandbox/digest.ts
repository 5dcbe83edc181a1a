import { createHash } from "node:crypto";

/** Ids hashed per chunk: one `update` per id would take most of the time for a million members. */
const IDS_PER_CHUNK = 4_096;

/**
 * Fingerprint of a membership: SHA-256 (hex) over the ids sorted by UTF-16 code unit, each followed by a line feed.
 * Two memberships are equal exactly when their digests are. For ASCII ids this is PostgreSQL's `COLLATE "C"` order.
 */
export function digestOfMembers(ids: Iterable<string>): string {
  const sorted = [...ids].sort();
  const hash = createHash("sha256");

  for (let start = 0; start < sorted.length; start += IDS_PER_CHUNK) {
    hash.update(`${sorted.slice(start, start + IDS_PER_CHUNK).join("\n")}\n`);
  }

  return hash.digest("hex");
}

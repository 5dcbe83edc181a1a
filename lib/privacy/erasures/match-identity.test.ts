import { expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { isWanted, isWantedSql, matchIdentity } from "./match-identity";

const cases: [identity: string, value: string, match: "exact" | "variant" | null][] = [
  ["ann@example.com", "ann@example.com", "exact"],
  ["ann@example.com", " Ann@Example.COM\t", "variant"],
  ["ann@example.com", "joann@example.com", null],
  ["+14155550123", "+1 (415) 555-0123", "variant"],
  ["+1 415 555 0123", "+1.415.555.0123", "variant"],
  ["+14155550123", "14155550123", null],
  ["4711", "47 11", null],
  ["a-b", "ab", null],
];

test.each(cases)("for %j, %j is %s", (identity, value, match) => {
  expect(matchIdentity(identity, value)).toBe(match);
});

test("PostgreSQL finds what JavaScript does", async () => {
  for (const [identity, value] of cases) {
    for (const includesVariants of [true, false]) {
      const wanted = { identity, includesVariants };
      const { rows } = await pool.query(
        `SELECT ${isWantedSql("value", "$1", wanted)} AS found FROM (SELECT $2::text AS value) v`,
        [identity, value],
      );
      expect([identity, value, rows[0].found]).toEqual([identity, value, isWanted(wanted, value)]);
    }
  }
});

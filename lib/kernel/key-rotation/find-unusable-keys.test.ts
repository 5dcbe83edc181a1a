import { expect, test, vi } from "vitest";
import { pool } from "@/lib/kernel/database";
import { makeSource } from "@/tools/testing/make-source";

const keyOf = (fill: number) => Buffer.alloc(32, fill).toString("base64");

/** What a process that was started with these keys finds. */
async function findWith(keys: string) {
  vi.resetModules();
  process.env.ENCRYPTION_KEYS = keys;
  const { findUnusableKeys, describeUnusableKeys } = await import("./find-unusable-keys");
  const found = await findUnusableKeys();
  return { found, said: describeUnusableKeys(found).join("\n") };
}

test("keys that stored secrets need and the process lacks, or has with other bytes, are found and named", async () => {
  expect((await findWith(`other:${keyOf(9)}`)).found).toEqual([]); // nothing is stored yet

  vi.resetModules();
  process.env.ENCRYPTION_KEYS = `test:${keyOf(7)}`;
  await makeSource({ heapAppId: "1", bearerToken: "bearer" });
  expect((await findWith(`new:${keyOf(8)},test:${keyOf(7)}`)).found).toEqual([]);

  const missing = await findWith(`new:${keyOf(8)}`);
  expect(missing.found).toEqual([{ keyId: "test", problem: "missing" }]);
  expect(missing.said).toContain("lacks the key 'test'");

  const different = await findWith(`test:${keyOf(8)}`);
  expect(different.found).toEqual([{ keyId: "test", problem: "different" }]);
  expect(different.said).toContain("The key 'test' in ENCRYPTION_KEYS is not the one");
  expect(different.said).not.toContain(keyOf(8));
});

test("a single damaged secret does not condemn its key", async () => {
  vi.resetModules();
  process.env.ENCRYPTION_KEYS = `test:${keyOf(7)}`;
  const source = await makeSource({ heapAppId: "1", bearerToken: "damaged" });
  await pool.query("UPDATE source SET bearer_token_enc = 'v1.test.AAAA' WHERE id = $1", [source.id]);
  expect((await findWith(`test:${keyOf(7)}`)).found).toEqual([]);
});

import { spawn } from "node:child_process";
import { once } from "node:events";
import { beforeEach, expect, test, vi } from "vitest";
import { pool } from "@/lib/kernel/database";
import { createTestDestination, ctxOf } from "@/tools/testing/make-destination";
import { makeSource } from "@/tools/testing/make-source";
import { asOwner } from "@/tools/testing/owner";

const OLD = `test:${Buffer.alloc(32, 7).toString("base64")}`;
const NEW = `new_key:${Buffer.alloc(32, 8).toString("base64")}`;
const system = { actor: { kind: "system", name: "test" } } as const;

/** A process reads its keys once: this is the code as a process with these keys would run it. */
async function withKeys(keys: string) {
  vi.resetModules();
  process.env.ENCRYPTION_KEYS = keys;
  return {
    ...(await import("./rotate-keys")),
    ...(await import("@/lib/kernel/secrets/encrypt")),
    ...(await import("@/lib/cohorts/pages/find-destination-by-token")),
  };
}

async function ciphertexts(): Promise<string[]> {
  const { rows } = await pool.query<{ enc: string }>(
    `SELECT bearer_token_enc AS enc FROM source UNION ALL SELECT data_import_key_enc FROM destination
     UNION ALL SELECT token_enc FROM endpoint UNION ALL SELECT secret_enc FROM webhook_secret`,
  );
  return rows.map(({ enc }) => enc).filter((enc) => enc !== null);
}

const under = (keyId: string) => (text: string) => text.startsWith(`v1.${keyId}.`);

beforeEach(async () => {
  process.env.ENCRYPTION_KEYS = OLD;
  await asOwner("TRUNCATE customer, source, destination, endpoint, webhook_secret CASCADE");
});

test("the rotation knows every column of the database that holds a secret", async () => {
  const { STORED_SECRETS } = await withKeys(OLD);
  const { rows } = await pool.query<{ place: string }>(
    `SELECT table_name || '.' || column_name AS place FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name LIKE '%\\_enc'`,
  );
  expect(rows.map(({ place }) => place).sort()).toEqual(
    STORED_SECRETS.map(({ table, column }) => `${table}.${column}`).sort(),
  );
});

test("after the rotation every secret is unchanged and under the new key, and the old key is not needed", async () => {
  for (let n = 0; n < 4; n++) await makeSource({ heapAppId: "1", bearerToken: `bearer-${n}` });
  const destination = await createTestDestination();
  const before = await ciphertexts();
  expect(before.every(under("test"))).toBe(true);

  const rotating = await withKeys(`${NEW},${OLD}`);
  const results = await rotating.rotateKeys(system, { chunkRows: 3 });
  expect(results.map(({ table, column, rotated }) => [`${table}.${column}`, rotated])).toEqual([
    ["source.bearer_token_enc", 4],
    ["destination.data_import_key_enc", 1],
    ["destination.rest_api_key_enc", 0],
    ["webhook_secret.secret_enc", 1],
    ["endpoint.token_enc", 5],
    ["status_link.token_enc", 0],
    ["erasure.identity_enc", 0],
    ["source.heap_api_key_enc", 0],
    ["deletion_request.ids_enc", 0],
    ["suppression_key.key_enc", 0],
    ["hash_salt.salt_enc", 0],
  ]);
  expect((await ciphertexts()).every(under("new_key"))).toBe(true);
  expect((await rotating.rotateKeys(system)).every(({ rotated }) => rotated === 0)).toBe(true);

  const later = await withKeys(NEW);
  const { rows } = await pool.query("SELECT customer_id, bearer_token_enc FROM source ORDER BY id");
  const bearers = rows.map((row) =>
    later.decryptSecret(row.bearer_token_enc, { customerId: row.customer_id, field: "bearer_token" }),
  );
  expect(bearers).toEqual(["bearer-0", "bearer-1", "bearer-2", "bearer-3"]);
  expect(await later.findDestinationByToken(destination.token)).toMatchObject({
    webhookSecrets: [destination.secret],
  });

  const { rows: entries } = await pool.query(
    "SELECT after FROM audit_entry WHERE action = 'encryption_key.rotated'",
  );
  expect(entries.reduce((sum, { after }) => sum + after.count, 0)).toBe(11);
  expect(JSON.stringify(entries)).not.toContain("v1.");
});

test("killed midway, the next run continues with what is left; until then both keys are read", async () => {
  for (let n = 0; n < 10; n++) await makeSource({ heapAppId: "1", bearerToken: `bearer-${n}` });
  const destination = await createTestDestination();

  const fixture = new URL("../../../tools/testing/rotate-keys.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, ["--import", "tsx", fixture], {
    env: { ...process.env, ENCRYPTION_KEYS: `${NEW},${OLD}` },
    stdio: "ignore",
  });
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
  expect((await ciphertexts()).filter(under("new_key"))).toHaveLength(6);

  const rotating = await withKeys(`${NEW},${OLD}`);
  expect(await rotating.findDestinationByToken(destination.token)).toMatchObject({
    webhookSecrets: [destination.secret],
  });
  const results = await rotating.rotateKeys(system, { chunkRows: 3 });
  expect(results.reduce((sum, { rotated }) => sum + rotated, 0)).toBe(10 + 11 + 1 + 1 - 6);
  expect((await ciphertexts()).every(under("new_key"))).toBe(true);
});

test("a secret replaced during the rotation keeps its new value", async () => {
  const source = await makeSource({ heapAppId: "1", bearerToken: "before" });
  await makeSource({ heapAppId: "1", bearerToken: "other" });
  const rotating = await withKeys(`${NEW},${OLD}`);

  const place = { customerId: source.customerId, field: "bearer_token" } as const;
  const replaced = rotating.encryptSecret("after", place);
  const client = await pool.connect();
  await client.query("BEGIN");
  await client.query("UPDATE source SET bearer_token_enc = $1 WHERE id = $2", [replaced, source.id]);
  const running = rotating.rotateKeys(system);
  // The rotation has read the old value and is waiting for the row.
  const waiting = async () => (await pool.query("SELECT 1 FROM pg_locks WHERE NOT granted")).rowCount;
  await expect.poll(waiting).toBeGreaterThan(0);
  await client.query("COMMIT");
  client.release();

  const [bearers] = await running;
  expect(bearers?.rotated).toBe(1);
  const { rows } = await pool.query("SELECT bearer_token_enc FROM source WHERE id = $1", [source.id]);
  expect(rotating.decryptSecret(rows[0].bearer_token_enc, place)).toBe("after");
});

test("a secret whose key is gone is left alone and reported by its row; only an admin rotates", async () => {
  const source = await makeSource({ heapAppId: "1", bearerToken: "lost" });
  const before = await ciphertexts();
  const rotating = await withKeys(NEW);
  const results = await rotating.rotateKeys(system);
  expect(results[0]).toMatchObject({ rotated: 0, unreadable: [source.id], byKey: { test: 1 } });
  expect(await ciphertexts()).toEqual(before);
  await expect(rotating.rotateKeys(ctxOf("csm"))).rejects.toMatchObject({ code: "forbidden" });
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { POST } from "@/app/api/connect/[token]/route";
import { pool } from "@/lib/kernel/database";
import { log } from "@/lib/kernel/log";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { systemCtx } from "@/tools/testing/make-team";
import { createConnectLink } from "./create-connect-link";

const OWN = "http://127.0.0.1:3000";

let token: string;

beforeEach(async () => {
  const { id: customerId } = await createCustomer(systemCtx, { name: "Routed", ownerId: null });
  const { id: destinationId } = await createDestination(systemCtx, {
    customerId,
    name: "Cohorts",
    brazeInstance: "EU-01",
    dataImportKey: "there-already",
  });
  const { url } = await createConnectLink(systemCtx, { customerId, destinationId });
  token = url.split("/").at(-1) ?? "";
});

afterEach(() => vi.restoreAllMocks());

function post(to: string, body: unknown, headers: Record<string, string> = { origin: OWN }) {
  const req = new Request(`${OWN}/api/connect/${to}`, {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
    headers: { host: "127.0.0.1:3000", ...headers },
  });
  return POST(req, { params: Promise.resolve({ token: to }) });
}

test("values are accepted only from our own page, and no answer leaks the address", async () => {
  const values = { restApiKey: "a-rest-api-key" };
  const answers = [
    [await post(token, values, {}), 403],
    [await post(token, values, { origin: "https://elsewhere.example" }), 403],
    [await post(token, "{"), 400],
    [await post(token, { ...values, surprise: 1 }), 400],
    [await post(token, JSON.stringify({ restApiKey: "x".repeat(300_000) })), 413],
    [await post("unknown", values), 404],
    [await post(token, values), 200],
    [await post(token, values), 404],
  ] as const;
  for (const [answer, status] of answers) {
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "referrer-policy": "no-referrer",
      "x-robots-tag": "noindex",
      "cache-control": "no-store",
    });
    expect(await answer.text()).not.toContain("a-rest-api-key");
  }
});

test("while the database is away the answer is 503, and the log contains neither the token nor a value", async () => {
  const lines: unknown[] = [];
  for (const level of ["error", "warn", "info"] as const)
    vi.spyOn(log, level).mockImplementation((...line: unknown[]) => void lines.push(line));
  pool.options.connectionString = "postgresql://nobody@127.0.0.1:1/none";
  const last = await pool.connect();
  await last.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  last.release(true);

  expect((await post(token, { restApiKey: "a-rest-api-key" })).status).toBe(503);
  expect(JSON.stringify(lines)).toContain("/api/connect/[token]");
  expect(JSON.stringify(lines)).not.toMatch(new RegExp(`${token}|a-rest-api-key`));
});

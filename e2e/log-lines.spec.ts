import { randomBytes } from "node:crypto";
import path from "node:path";
import { pathToFileURL } from "node:url";
import pg from "pg";
import { freePort } from "../scripts/free-port";
import { startServer, stopServers, WITHOUT_ENGINE } from "../scripts/server";
import { makeDatabase } from "./own-database";
import { expect, test } from "./portal";

test.afterAll(stopServers);

test("whatever the server prints is one JSON object a line, without secret addresses and errors' messages", async () => {
  const { ownerUrl, runtimeUrl } = await makeDatabase();
  const token = randomBytes(32).toString("base64url");
  const preload = pathToFileURL(path.resolve("e2e/provoke-lines.mjs")).href;
  const printed: string[] = [];
  const server = await startServer(
    {
      ...WITHOUT_ENGINE,
      DATABASE_URL: runtimeUrl,
      NODE_OPTIONS: `--import ${preload}`,
      PROVOKED_ADDRESS: `/status/${token}`,
      LOG_LEVEL: "info",
    },
    await freePort(),
    (text) => printed.push(text),
  );
  const lines = () => printed.join("").split("\n").slice(0, -1);
  const find = (words: string) => lines().filter((line) => line.includes(words)).length;
  const get = (address: string) => fetch(`${server.url}${address}/${token}`);

  // Next's own banner, and the SDK that cannot reach its server.
  expect(find("Next.js")).toBeGreaterThan(0);
  await expect.poll(() => find("Inngest has not taken")).toBeGreaterThan(0);

  // Next warns of a body that is too large, with the address it was sent to.
  await fetch(`${server.url}/status/${token}`, { method: "POST", body: "x".repeat(200_000) });
  await expect.poll(() => find("exceeded")).toBeGreaterThan(0);

  process.kill(server.process.pid ?? 0, "SIGUSR2");
  for (const words of [
    "warned about",
    "in two lines",
    "unhandledRejection",
    '"reason":"Error"',
    "written to",
  ])
    await expect.poll(() => find(words), words).toBeGreaterThan(0);

  // Pages and routes fail without their tables.
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query("ALTER TABLE endpoint RENAME TO away; ALTER TABLE status_link RENAME TO away_too");
  for (const address of ["/status", "/api/status", "/connect"]) await get(address);
  await fetch(`${server.url}/api/currents/${token}`, { method: "POST", body: "{}" });
  await fetch(`${server.url}/api/heap/${token}`, { method: "POST", body: "{}" });
  for (const words of ["a Currents batch could not be stored", "a segment page could not be stored", "42P01"])
    await expect.poll(() => find(words), words).toBeGreaterThan(0);
  await client.end();

  await server.stop();
  for (const line of lines()) expect(() => JSON.parse(line), line).not.toThrow();
  for (const line of lines())
    expect(JSON.parse(line)).toEqual(expect.objectContaining({ level: expect.any(Number) }));
  expect(printed.join("")).not.toContain(token);
  expect(printed.join("")).not.toMatch(/thrown because of|rejected \/|uncaught \//);
});

import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";

const SIGNING_KEY = "ab".repeat(32);

/** What an Inngest server was told: the address of the app, by registration. */
const registered: string[] = [];
let isStarting = false;
const inngestServer = createServer(async (req, res) => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  if (isStarting) {
    isStarting = false;
    res.writeHead(503).end();
    return;
  }
  if (req.url?.startsWith("/fn/register"))
    registered.push((JSON.parse(Buffer.concat(chunks).toString()) as { url: string }).url);
  res.setHeader("content-type", "application/json").end('{"ok":true,"modified":true}');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => inngestServer.listen(0, "127.0.0.1", resolve));
  vi.stubEnv("PUBLIC_URL", "https://tributary.example.com/behind/a-path");
  vi.stubEnv("INNGEST_EVENT_KEY", "cd".repeat(16));
  vi.stubEnv("INNGEST_SIGNING_KEY", SIGNING_KEY);
  vi.stubEnv("INNGEST_BASE_URL", `http://127.0.0.1:${(inngestServer.address() as AddressInfo).port}`);
});

beforeEach(() => {
  registered.length = 0;
});

afterAll(() => {
  vi.unstubAllEnvs();
  inngestServer.close();
});

const OWN = "https://tributary.example.com/api/inngest";

/** A PUT as a stranger sends it, or with the signature of the SDK specification, section 4.1.1. */
function put(headers: Record<string, string> = {}): NextRequest {
  const body = JSON.stringify({ url: "http://evil.example/api/inngest" });
  return new NextRequest("http://evil.example/api/inngest", {
    method: "PUT",
    headers: { host: "evil.example", "content-type": "application/json", ...headers },
    body,
  });
}

function signatureOf(body: string, key: string): string {
  const seconds = Math.round(Date.now() / 1_000);
  return `t=${seconds}&s=${createHmac("sha256", key).update(body).update(String(seconds)).digest("hex")}`;
}

test("a stranger cannot make the app register itself, wherever", async () => {
  const { PUT } = await import("./route");
  const forged = signatureOf('{"url":"http://evil.example/api/inngest"}', "00".repeat(32));
  const strangers: Record<string, string>[] = [
    {},
    { "x-inngest-sync-kind": "in_band" },
    { "x-inngest-signature": forged },
  ];
  for (const headers of strangers) expect((await PUT(put(headers), {})).status).toBe(401);
  expect(registered).toEqual([]);
});

test("what Inngest itself asks for, signed, registers the configured address and not the one of the request", async () => {
  const { PUT } = await import("./route");
  const signature = signatureOf('{"url":"http://evil.example/api/inngest"}', SIGNING_KEY);
  expect((await PUT(put({ "x-inngest-signature": signature }), {})).status).toBe(200);
  expect(registered).toEqual([OWN]);
});

test("an unsigned call runs no function", async () => {
  const { POST } = await import("./route");
  const call = new NextRequest("http://evil.example/api/inngest?fnId=tributary-erase-identity&stepId=step", {
    method: "POST",
    headers: { host: "evil.example", "content-type": "application/json" },
    body: JSON.stringify({ event: {}, events: [], steps: {}, ctx: {}, version: 2 }),
  });
  expect((await POST(call, {})).status).toBe(401);
});

test("the app registers by itself when it starts, and tries again until Inngest listens", async () => {
  const { registerFunctions } = await import("@/inngest/serve");
  isStarting = true;
  await registerFunctions(() => false);
  expect(registered).toEqual([OWN]);
});

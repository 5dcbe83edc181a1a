import { randomBytes } from "node:crypto";
import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { pool, prisma } from "@/lib/kernel/database";
import { createUser } from "@/lib/team/users/create-user";
import { SANDBOX_INSTANCE } from "@/lib/vendors/braze/instances";
import { type Figure, printResult } from "./figure";
import { scriptsOf } from "./scripts-of";
import { signIn } from "./sign-in";

/** The most JavaScript a first visit may load, gzipped. */
const BOUND_KB = 200;

const { APP_URL = "" } = process.env;
const sizes = new Map<string, Promise<number>>();

const cookie = await signInAsNewAdmin();
const pages = await listPages();
await pool.end();

const figures: Figure[] = [];
for (const { name, path, isPublic } of pages) {
  const bytes = await sizeOf(path, isPublic ? {} : { cookie });
  figures.push({ name, value: bytes / 1_000, unit: "kB", target: { atMost: BOUND_KB } });
}
printResult({ part: "first-load", figures });

/** Gzipped bytes of every script that the page's HTML makes a browser load. */
async function sizeOf(path: string, headers: Record<string, string>): Promise<number> {
  const res = await fetch(APP_URL + path, { headers, redirect: "manual" });
  if (res.status !== 200) throw new Error(`${path} answered ${res.status}`);

  const scripts = scriptsOf(await res.text());
  if (scripts.length === 0) throw new Error(`${path} loads no script: its HTML is not as expected`);
  const all = await Promise.all(scripts.map(sentSize));
  return all.reduce((sum, bytes) => sum + bytes, 0);
}

function sentSize(script: string): Promise<number> {
  const known = sizes.get(script) ?? fetchSize(script);
  sizes.set(script, known);
  return known;
}

/** Size as sent to a browser that accepts gzip; what is sent uncompressed is gzipped here. */
function fetchSize(script: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const req = request(APP_URL + script, { headers: { "accept-encoding": "gzip" } }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.once("error", reject);
      res.once("end", () => {
        if (res.statusCode !== 200) return reject(new Error(`${script} answered ${res.statusCode}`));
        const body = Buffer.concat(chunks);
        resolve(
          res.headers["content-encoding"] === "gzip"
            ? body.byteLength
            : gzipSync(body, { level: 9 }).byteLength,
        );
      });
    });
    req.once("error", reject);
    req.end();
  });
}

async function signInAsNewAdmin(): Promise<string> {
  const email = `first-load-${randomBytes(6).toString("hex")}@example.com`;
  const password = randomBytes(18).toString("base64url");
  const ctx = { actor: { kind: "system", name: "benchmark" } } as const;
  await createUser(ctx, { email, name: "First load", role: "admin", password });
  return signIn(APP_URL, email, password);
}

/** Every page of the portal, for a customer created for this. */
async function listPages(): Promise<{ name: string; path: string; isPublic?: boolean }[]> {
  const { id: customerId } = await prisma.customer.create({ data: { name: "First load" } });
  const { id: destinationId } = await prisma.destination.create({
    data: { customerId, name: "Braze", brazeInstance: SANDBOX_INSTANCE },
  });
  const { id: segmentId } = await prisma.segment.create({
    data: { customerId, destinationId, heapSegmentId: "1", name: "Segment", mode: "manual" },
  });
  const { id: syncId } = await prisma.sync.create({
    data: {
      customerId,
      destinationId,
      segmentId,
      trigger: "manual",
      state: "succeeded",
      requestedBy: "benchmark",
      finishedAt: new Date(),
    },
  });

  const customer = `/customers/${customerId}`;
  return [
    { name: "sign-in", path: "/sign-in", isPublic: true },
    { name: "dashboard", path: "/" },
    { name: "customers", path: "/customers" },
    { name: "new customer", path: "/customers/new" },
    { name: "onboarding", path: `${customer}/onboarding` },
    { name: "overview", path: customer },
    { name: "events", path: `${customer}/events` },
    { name: "segments", path: `${customer}/segments` },
    { name: "segment", path: `${customer}/segments/${segmentId}` },
    { name: "syncs", path: `${customer}/syncs` },
    { name: "sync", path: `${customer}/syncs/${syncId}` },
    { name: "setup", path: `${customer}/setup` },
    { name: "customer's audit", path: `${customer}/audit` },
    { name: "audit", path: "/audit" },
    { name: "team", path: "/team" },
    { name: "account", path: "/account" },
    { name: "API keys", path: "/api-keys" },
    { name: "API reference", path: "/api-reference" },
    { name: "API reference, sources", path: "/api-reference/sources" },
  ];
}

import { randomUUID } from "node:crypto";
import { afterEach, expect, test, vi } from "vitest";
import * as endpointRoute from "@/app/api/status/[token]/endpoint/route";
import * as syncRoute from "@/app/api/status/[token]/sync/route";
import * as toggleRoute from "@/app/api/status/[token]/toggle/route";
import { pool, prisma } from "@/lib/kernel/database";
import { log } from "@/lib/kernel/log";
import { revokeStatusLink } from "@/lib/setup/status-links/revoke-status-link";
import { askStatus, linkOf, lookAtStatus, STATUS_ORIGIN } from "@/tools/testing/ask-status";
import { createTestDestination, postPage } from "@/tools/testing/make-destination";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { ALERT_KINDS, makeWatched } from "@/tools/testing/watched-customer";
import { lookAgain } from "./show-status";
import type { StatusView } from "./status-view";

const ALL = { canSync: true, canToggle: true, canCopyEndpoints: true };
const HEADERS = { "referrer-policy": "no-referrer", "x-robots-tag": "noindex", "cache-control": "no-store" };

afterEach(() => vi.restoreAllMocks());

type Route = { POST: (req: Request, context: { params: Promise<{ token: string }> }) => Promise<Response> };

async function post({ POST }: Route, token: string, body: object, origin: string | null = STATUS_ORIGIN) {
  const req = new Request(`${STATUS_ORIGIN}/api/status/${token}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { host: "127.0.0.1:3000", "x-tributary-address": "10.1.0.1", ...(origin && { origin }) },
  });
  const res = await POST(req, { params: Promise.resolve({ token }) });
  return { status: res.status, headers: Object.fromEntries(res.headers), text: await res.text() };
}

test("the view shows one customer's own facts, and nothing of another's, of the team, or of anyone's address", async () => {
  const mine = await makeWatched(`m${randomUUID().slice(0, 8)}`);
  const other = await makeWatched(`o${randomUUID().slice(0, 8)}`);
  const { token } = await linkOf(mine.customerId, ALL);

  const { text, headers } = await askStatus(token);
  const view: StatusView = JSON.parse(text);
  expect(headers).toMatchObject(HEADERS);
  expect(view).toMatchObject({
    customerName: `Name-${mine.mark}`,
    health: "failing",
    sources: [{ name: `Currents-${mine.mark}`, received: 1, pending: 1, isHeld: false }],
    destinations: [{ name: `Cohorts-${mine.mark}`, segmentsOn: 1, segmentsInStep: 0, owed: 1, refused: 1 }],
    segments: [{ id: mine.segmentId, name: "Friends of an***@pe***", wanted: 2, lastSyncState: "failed" }],
    syncs: [{ segmentName: "Friends of an***@pe***", trigger: "manual", state: "failed" }],
  });
  expect(view.alerts).toHaveLength(ALERT_KINDS.length + 1);
  expect(view.endpoints.map(({ sender }) => sender).toSorted()).toEqual(["Braze", "Heap"]);

  const foreign = [
    other.mark,
    other.customerId,
    other.segmentId,
    other.source.id,
    other.destination.destinationId,
  ];
  const team = [
    mine.owner.id,
    mine.owner.name,
    mine.owner.email,
    "team.example",
    "artner key",
    "PARTNER_KEY",
  ];
  const internal = [mine.customerId, mine.address, "people.example", token, "Whoever runs", "Unknown user"];
  for (const secret of [...foreign, ...team, ...internal, ...mine.secrets, ...other.secrets]) {
    expect(text).not.toContain(secret);
  }
  expect(text).not.toMatch(/[\w.+-]+@[\w-]+\.\w/);
});

test("users without an id are counted at their segment and at its syncs", async () => {
  const { customerId, destination } = await makeWatched(`u${randomUUID().slice(0, 8)}`);
  const segmentId = await postPage(destination, { segment: "blank", name: "Blank", add: ["", "ada"] });
  await pool.query(
    `INSERT INTO sync (id, customer_id, destination_id, segment_id, trigger, state, requested_by, untaken)
     VALUES (gen_random_uuid(), $1, $2, $3, 'delta', 'succeeded', 'Heap', 1)`,
    [customerId, destination.destinationId, segmentId],
  );
  const view = await lookAtStatus((await linkOf(customerId)).token);
  expect(view.segments.find(({ id }) => id === segmentId)).toMatchObject({ untaken: 1, named: 2 });
  expect(view.syncs.find(({ segmentName }) => segmentName === "Blank")).toMatchObject({ untaken: 1 });
});

test("unknown, expired and revoked links and those of an archived customer get one and the same answer everywhere", async () => {
  const { customerId, segmentId } = await makeWatched(`e${randomUUID().slice(0, 8)}`);
  const [expired, revoked, archived] = [
    await linkOf(customerId, ALL),
    await linkOf(customerId, ALL),
    await linkOf(customerId, ALL),
  ];
  await prisma.statusLink.update({ where: { id: expired.id }, data: { expiresAt: new Date() } });
  await revokeStatusLink(systemCtx, { customerId, statusLinkId: revoked.id });
  await lookAtStatus(archived.token);
  await prisma.customer.update({ where: { id: customerId }, data: { state: "archived" } });

  const tokens = [randomUUID(), expired.token, revoked.token, archived.token];
  const pages = await Promise.all(tokens.map((token) => askStatus(token)));
  const syncs = await Promise.all(tokens.map((token) => post(syncRoute, token, { segmentId })));
  for (const answers of [pages, syncs]) {
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, headers: HEADERS });
  }
});

test("a link does what it allows and only that, only for its own customer, and the audit log names it", async () => {
  const mine = await makeWatched(`p${randomUUID().slice(0, 8)}`);
  const other = await makeWatched(`q${randomUUID().slice(0, 8)}`);
  const endpointOf = (customerId: string) =>
    prisma.endpoint.findFirstOrThrow({ where: { customerId, destinationId: { not: null } } });
  const [own, foreign] = [await endpointOf(mine.customerId), await endpointOf(other.customerId)];
  const actions = [
    {
      right: "canSync",
      route: syncRoute,
      body: { segmentId: mine.segmentId },
      foreign: { segmentId: other.segmentId },
    },
    {
      right: "canToggle",
      route: toggleRoute,
      body: { segmentId: mine.segmentId, isOn: false, version: 1 },
      foreign: { segmentId: other.segmentId, isOn: false, version: 1 },
    },
    {
      right: "canCopyEndpoints",
      route: endpointRoute,
      body: { endpointId: own.id },
      foreign: { endpointId: foreign.id },
    },
  ] as const;

  for (const { right, route, body, foreign } of actions) {
    const without = await linkOf(mine.customerId, { ...ALL, [right]: false });
    const only = await linkOf(mine.customerId, { [right]: true });
    expect((await post(route, without.token, body)).status, `without ${right}`).toBe(403);
    expect((await post(route, only.token, body, null)).status).toBe(403);
    expect((await post(route, only.token, body, "https://elsewhere.example")).status).toBe(403);
    expect((await post(route, only.token, { ...body, surprise: 1 })).status).toBe(400);
    expect((await post(route, only.token, foreign)).status).toBe(404);
    expect(await post(route, only.token, body), right).toMatchObject({ status: 200, headers: HEADERS });
    const entries = await prisma.auditEntry.findMany({ where: { actorId: only.id } });
    expect(entries).toMatchObject([
      {
        actorKind: "customer_link",
        actorName: `Status link ending in ${only.token.slice(-4)}`,
        customerId: mine.customerId,
      },
    ]);
  }
  expect((await prisma.segment.findUniqueOrThrow({ where: { id: mine.segmentId } })).mode).toBe("off");
  expect((await prisma.segment.findUniqueOrThrow({ where: { id: other.segmentId } })).mode).toBe("recurring");
});

test("endpoints are shown only if the link allows copying them; permissions apply at once", async () => {
  const { customerId } = await makeWatched(`r${randomUUID().slice(0, 8)}`);
  const { id, token } = await linkOf(customerId);
  expect(await lookAtStatus(token)).toMatchObject({ endpoints: [], canSync: false, canToggle: false });
  await prisma.statusLink.update({ where: { id }, data: { canCopyEndpoints: true } });
  expect((await lookAtStatus(token)).endpoints).toHaveLength(2);
});

test("a new customer waits, a paused one holds; the link records its last use", async () => {
  const { id: customerId } = await prisma.customer.create({ data: { name: "Brand new" } });
  const { id, token } = await linkOf(customerId);
  expect(await lookAtStatus(token)).toMatchObject({
    health: "waiting",
    sources: [],
    segments: [],
    syncs: [],
    alerts: [],
  });
  expect((await prisma.statusLink.findUniqueOrThrow({ where: { id } })).lastUsedAt).not.toBeNull();

  const held = await makeWatched(`h${randomUUID().slice(0, 8)}`);
  await prisma.customer.update({ where: { id: held.customerId }, data: { state: "paused" } });
  const view = await lookAtStatus((await linkOf(held.customerId)).token);
  expect(view).toMatchObject({
    health: "paused",
    sources: [{ isHeld: true, pending: 1 }],
    destinations: [{ isHeld: true }],
  });
  expect(view.sentence).toBe(
    "Paused. Incoming data is kept, and sent on when the team resumes the connection. 1 event and 1 segment change queued.",
  );
  expect(view.segments[0]?.restsBecause).toContain("paused");
});

test("guessing is throttled by address, whatever the token", async () => {
  const { customerId } = await makeWatched(`g${randomUUID().slice(0, 8)}`);
  const { token } = await linkOf(customerId);
  // However slow the machine is: attempts return with time.
  vi.spyOn(Date, "now").mockReturnValue(Date.now());
  const statuses = new Set<number>();
  for (let guess = 0; guess < 300; guess++) statuses.add((await askStatus(randomUUID(), "10.2.0.1")).status);
  expect(statuses).toEqual(new Set([404, 409]));
  expect((await askStatus(token, "10.2.0.1")).text).toContain("Too many attempts");
  expect((await askStatus(token, "10.2.0.2")).status).toBe(200);
});

test("however many look at once through a link, they take its customer's few connections, and all see the same", async () => {
  const { customerId } = await makeWatched(`c${randomUUID().slice(0, 8)}`);
  const { token } = await linkOf(customerId);
  await lookAtStatus(token);
  let most = 0;
  const count = () => {
    most = Math.max(most, pool.totalCount - pool.idleCount);
  };
  pool.on("acquire", count);
  const answers = await Promise.all(Array.from({ length: 230 }, () => askStatus(token, "10.3.0.1")));
  pool.off("acquire", count);

  expect(most).toBeLessThanOrEqual(6);
  const shown = answers.filter(({ status }) => status === 200);
  expect(shown.length).toBeGreaterThanOrEqual(200);
  expect(new Set(shown.map(({ text }) => JSON.stringify({ ...JSON.parse(text), at: null }))).size).toBe(1);
  for (const { status, text } of answers.filter((answer) => !shown.includes(answer))) {
    expect(status).toBe(503);
    expect(text).toContain("again in a few seconds");
  }
});

test("a check that fails now is failed, in the customer's words, whether or not it was proven before", async () => {
  const { customerId, destinationId } = await createTestDestination();
  const { token } = await linkOf(customerId);
  const check = async () =>
    (await lookAtStatus(token)).destinations[0]?.checks.find(({ kind }) => kind === "braze_key_accepted");
  expect(await check()).toMatchObject({ provenAt: null, isFailed: false });

  await prisma.alert.create({
    data: {
      customerId,
      destinationId,
      kind: "braze_key_refused",
      subject: destinationId,
      message: "Braze does not accept the partner key",
      nextAction: "Whoever runs Tributary must check it.",
    },
  });
  // A look may be a second old.
  await expect.poll(check).toMatchObject({ isFailed: true });
  const failed = await check();
  expect(failed?.nextStep).toBe("See “Braze does not accept your segments” under Open issues.");
  expect((await lookAtStatus(token)).alerts[0]).toMatchObject({
    title: "Braze does not accept your segments",
    meaning: expect.stringContaining("Braze refuses the credentials for your workspace"),
    nextAction: expect.not.stringContaining("Tributary"),
  });
});

test("a simulated event is not counted as received from Braze, and its outcome is, as in the history", async () => {
  const source = await makeSource({ heapAppId: "5701" });
  await sendBatch(source, [{ id: randomUUID(), event_type: "users.messages.email.Open", time: 1, user: {} }]);
  const { token } = await linkOf(source.customerId);
  const [before] = (await lookAtStatus(token)).sources;
  expect(before).toMatchObject({ received: 1, lastBatchAt: expect.any(String) });

  await pool.query("UPDATE batch SET is_simulated = true WHERE source_id = $1", [source.id]);
  lookAgain(source.customerId);
  const [simulated] = (await lookAtStatus(token)).sources;
  expect(simulated).toMatchObject({ received: 0, simulated: 1, lastBatchAt: null, pending: 1 });

  await pool.query("UPDATE batch SET state = 'done', filtered = 1 WHERE source_id = $1", [source.id]);
  lookAgain(source.customerId);
  const [done] = (await lookAtStatus(token)).sources;
  expect(done).toMatchObject({ received: 0, simulated: 1, filtered: 1, pending: 0 });
});

test("while the database is away the answer is 503, and the log does not contain the token", async () => {
  const { customerId } = await makeWatched(`d${randomUUID().slice(0, 8)}`);
  const { token } = await linkOf(customerId);
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

  expect((await askStatus(token)).status).toBe(503);
  expect(JSON.stringify(lines)).toContain("/api/status/[token]");
  expect(JSON.stringify(lines)).not.toContain(token);
});

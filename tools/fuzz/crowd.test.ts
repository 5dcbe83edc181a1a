import { afterAll, beforeAll, expect, test } from "vitest";
import * as connect from "@/app/api/connect/[token]/route";
import * as currents from "@/app/api/currents/[token]/route";
import * as health from "@/app/api/health/route";
import * as heap from "@/app/api/heap/[token]/route";
import { pool } from "@/lib/kernel/database";
import { enterPhase } from "@/lib/kernel/process-phase";
import { createTestDestination } from "@/tools/testing/make-destination";
import { makeSource } from "@/tools/testing/make-source";
import { serveRoutes } from "@/tools/testing/serve-routes";
import { sendCrowd } from "./crowd";
import { startNeighbour } from "./neighbour";
import type { Tally } from "./run-cases";
import { createHttpSender } from "./send";

// The crowd of `npm run fuzz`, over HTTP: more connections at once to one address than may wait there.
let server: Awaited<ReturnType<typeof serveRoutes>>;
beforeAll(async () => {
  enterPhase("running");
  server = await serveRoutes({
    currents: currents.POST,
    heap: heap.POST,
    connect: connect.POST,
    health: health.GET,
  });
});
afterAll(() => server.stop());

test("a crowd at one address is told to come back, nothing it was promised is lost, and a neighbour is served", async () => {
  const noisy = await createTestDestination({ signed: false });
  const bearerToken = "right";
  const source = await makeSource({ heapAppId: "682", bearerToken });
  const destination = await createTestDestination();
  const sender = createHttpSender(server.url);

  // Nothing of the crowd is done before the last of it has arrived.
  const holder = await pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM destination WHERE id = $1 FOR UPDATE", [noisy.destinationId]);
  const tally: Tally = { sent: 0, byStatus: {}, surprises: [], surpriseCount: 0 };
  let pagesTaken = 0;
  const addresses = { currents: [], heap: [{ token: noisy.token }], statusToken: null };
  const crowd = sendCrowd(server.url, addresses, 320, tally, (sent, answer) => {
    if (sent.path.startsWith("/api/heap/") && answer?.status === 200) pagesTaken++;
  });
  await expect.poll(() => tally.byStatus[503] ?? 0).toBeGreaterThan(0);

  const neighbour = startNeighbour(sender, { source: { ...source, bearerToken }, destination });
  await expect.poll(() => neighbour.members.size).toBeGreaterThan(2);
  await holder.query("ROLLBACK");
  holder.release();
  await crowd;
  await neighbour.stop();
  sender.close();

  expect(tally.surprises).toEqual([]);
  expect(neighbour.refused).toEqual([]);
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM page WHERE destination_id = $1 AND state = 'applied'",
    [noisy.destinationId],
  );
  expect(pagesTaken).toBeGreaterThan(0);
  expect(rows[0]?.count).toBe(pagesTaken);
});

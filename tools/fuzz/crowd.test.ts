import { afterAll, beforeAll, expect, test } from "vitest";
import * as currents from "@/app/api/currents/[token]/route";
import * as heap from "@/app/api/heap/[token]/route";
import { pool } from "@/lib/kernel/database";
import { createTestDestination } from "@/tools/testing/make-destination";
import { makeSource } from "@/tools/testing/make-source";
import { serveRoutes } from "@/tools/testing/serve-routes";
import { sendCrowd } from "./crowd";
import { startNeighbour } from "./neighbour";
import { createHttpSender } from "./send";

// The crowd of `npm run fuzz`, over HTTP: more connections at once to one address than may wait there.
let server: Awaited<ReturnType<typeof serveRoutes>>;
beforeAll(async () => {
  server = await serveRoutes({ currents: currents.POST, heap: heap.POST });
});
afterAll(() => server.stop());

test("a crowd at one address is told to come back, nothing it was promised is lost, and a neighbour is served", async () => {
  const noisy = await makeSource({ heapAppId: "681" });
  const bearerToken = "right";
  const source = await makeSource({ heapAppId: "682", bearerToken });
  const destination = await createTestDestination();
  const sender = createHttpSender(server.url);
  const neighbour = startNeighbour(sender, {
    source: { ...source, bearerToken },
    destination,
  });

  const tally = await sendCrowd(
    server.url,
    { currents: [{ token: noisy.token, bearerToken: null }], heap: [] },
    320,
  );
  await expect.poll(() => neighbour.members.size, { timeout: 60_000 }).toBeGreaterThan(2);
  await neighbour.stop();
  sender.close();

  expect(tally.surprises).toEqual([]);
  expect(Object.keys(tally.byStatus).sort()).toEqual(["200", "503"]);
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM batch WHERE source_id = $1",
    [noisy.id],
  );
  expect(rows[0]?.count).toBe(tally.byStatus[200]);
  expect(neighbour.refused).toEqual([]);
}, 120_000);

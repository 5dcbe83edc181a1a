import { expect, test } from "vitest";
import { POST as addSecret } from "@/app/api/v1/customers/[customerId]/destinations/[destinationId]/webhook-secrets/route";
import { GET, PATCH } from "@/app/api/v1/customers/[customerId]/route";
import { pool, prisma } from "@/lib/kernel/database";
import { callRoute } from "@/tools/testing/call-route";
import { makeScene } from "@/tools/testing/customer-health";
import { makeKey } from "@/tools/testing/make-team";
import { eventually, startTestEngine } from "../../tools/testing/run-engine";
import { inngest } from "../client";
import { EVENTS } from "../events";
import { evaluateAlerts } from "./evaluate-alerts";

test("what somebody did for one customer brings in line the alerts of that customer alone", async () => {
  const [asked, other] = [await makeScene(), await makeScene()];
  const ids = [asked.customerId, other.customerId];
  await prisma.destination.updateMany({
    where: { customerId: { in: ids } },
    data: { otherIdTokenAt: new Date() },
  });
  await startTestEngine(inngest, [evaluateAlerts]);

  // Should the clock's update of all customers run at this very moment, this one is left out, and asked for again.
  const update = await eventually(async () => {
    await inngest.send({ name: EVENTS.alertsOutdated, data: { customerId: asked.customerId } });
    const { rows } = await pool.query<{ result: string }>(
      `SELECT s.result::text AS result FROM engine_step s JOIN engine_run r ON r.id = s.run_id
       WHERE r.event->'data'->>'customerId' = $1 AND s.result::text LIKE '%"isSkipped":false%'`,
      [asked.customerId],
    );
    return rows[0]?.result;
  });
  expect(update).toContain('"open":1');
  expect(await prisma.alert.count({ where: { customerId: asked.customerId } })).toBe(1);
});

test("whatever a person changes for a customer brings its alerts in line at once: one of them may have asked for it", async () => {
  const { customerId, destinationId } = await makeScene();
  const key = await makeKey("csm");
  await startTestEngine(inngest, [evaluateAlerts]);
  const sent = async () =>
    (
      await pool.query("SELECT FROM engine_event WHERE name = $1 AND payload->'data'->>'customerId' = $2", [
        EVENTS.alertsOutdated,
        customerId,
      ])
    ).rowCount;

  expect((await callRoute(GET, { key, params: { customerId } })).status).toBe(200);
  const refused = await callRoute(PATCH, {
    method: "PATCH",
    key,
    params: { customerId },
    body: { version: 0 },
  });
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(await sent()).toBe(0);

  const params = { customerId, destinationId };
  const body = { secret: "secret-of-a-webhook" };
  expect((await callRoute(addSecret, { method: "POST", key, params, body })).status).toBe(201);
  await expect.poll(sent).toBeGreaterThan(0);
});

import { expect, test } from "vitest";
import { POST } from "@/app/api/v1/customers/[customerId]/destinations/[destinationId]/effects/route";
import { pool } from "@/lib/kernel/database";
import { callRoute } from "@/tools/testing/call-route";
import { createTestDestination, ctxOf, postPage } from "@/tools/testing/make-destination";
import { makeKey } from "@/tools/testing/make-team";
import { measureDestinationEffects } from "./measure-destination-effects";

/** Two segments that are synced, of which Braze has everybody. */
async function makeSynced() {
  const { customerId, destinationId, ...rest } = await createTestDestination();
  for (const segment of ["1", "2"]) {
    await postPage(
      { customerId, destinationId, ...rest },
      { segment, name: `Segment ${segment}`, add: ["a", "b", "c"] },
    );
  }
  await pool.query("UPDATE segment SET mode = 'recurring', acked_count = 3 WHERE destination_id = $1", [
    destinationId,
  ]);
  return { customerId, destinationId };
}

const measure = async (of: { customerId: string; destinationId: string }, change: object) =>
  (await measureDestinationEffects(ctxOf(), { ...of, ...change })).items;

test("a key for another workspace and another instance send everybody again, and say how many", async () => {
  const of = await makeSynced();
  const again = {
    about: "members",
    isHarmful: true,
    message: "6 members of 2 segments will be sent to Braze again.",
  };
  expect(await measure(of, { dataImportKey: "of_another_workspace" })).toMatchObject([again]);
  expect(await measure(of, { brazeInstance: "US-01" })).toMatchObject([again]);
  expect(await measure(of, { identifierKind: "device_id" })).toMatchObject([{ ...again, isHarmful: false }]);
});

test("without a key the segments that are synced stop", async () => {
  const of = await makeSynced();
  expect(await measure(of, { dataImportKey: "removed" })).toMatchObject([
    { message: expect.stringMatching(/^2 segments with \d+ members will no longer be synced\.$/) },
  ]);
});

test("what is the same, or has reached nobody, has no effect", async () => {
  const of = await makeSynced();
  expect(await measure(of, { brazeInstance: "sandbox", identifierKind: "external_id" })).toEqual([]);
  const { customerId, destinationId } = await createTestDestination();
  expect(await measure({ customerId, destinationId }, { brazeInstance: "US-01" })).toEqual([]);
  const key = await makeKey("csm");
  const res = await callRoute(POST, { method: "POST", key, params: { customerId, destinationId }, body: {} });
  expect(res).toEqual({ status: 200, body: { isLive: true, items: [] } });
});

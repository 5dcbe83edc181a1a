import { expect, test } from "vitest";
import { prisma } from "@/lib/kernel/database";
import { carryOut, deletionOf, requestOf } from "@/tools/testing/run-deletions";
import { ANNA, eventOf } from "@/tools/testing/run-erasures";
import { setUpDeletions } from "@/tools/testing/source-for-deletions";

const here = setUpDeletions(9_700);
const ANNA_IN_BRAZE = "aaaaaaaaaaaaaaaaaaaaaaaa";
const BEN_IN_BRAZE = "bbbbbbbbbbbbbbbbbbbbbbbb";

test("a request in a quarantined event is kept, waits for a person, and is kept once through a replay and a redelivery", async () => {
  await carryOut(here.source, here.heapAppId);
  const of = (workspace: string, event: object) => ({ ...event, properties: { app_group_id: workspace } });
  await here.post(of("first", eventOf(ANNA, ANNA_IN_BRAZE)));
  const asks = of("second", deletionOf(ANNA_IN_BRAZE));
  await here.post(asks);
  expect(await requestOf(here.source.customerId)).toMatchObject({ state: "open", repeats: 0 });

  await here.replay("quarantined");
  await here.post(asks, eventOf("ben", BEN_IN_BRAZE));
  expect(await requestOf(here.source.customerId)).toMatchObject({ state: "open", repeats: 0 });
});

test("a request that is in the books and was never kept is kept by a replay, or when Braze sends it again", async () => {
  for (const again of ["replay", "redelivery"]) {
    const event = deletionOf(`${again}-${here.heapAppId}`);
    await here.post(event);
    await prisma.deletionRequest.deleteMany({ where: { customerId: here.source.customerId } });
    if (again === "replay") await here.replay("filtered");
    // With another event: the same request byte for byte is answered and not stored again.
    else await here.post(event, eventOf("ben", BEN_IN_BRAZE));
    expect(await prisma.deletionRequest.count({ where: { customerId: here.source.customerId } }), again).toBe(
      1,
    );
  }
});

test("a request is kept whatever else is wrong with its event: a space after its type, a text as its time", async () => {
  const asks = deletionOf(ANNA_IN_BRAZE);
  await here.post({ ...asks, event_type: "users.UserDeleteRequest " });
  await here.post({ ...deletionOf(BEN_IN_BRAZE), time: "soon" });
  expect(
    await prisma.deletionRequest.findMany({ where: { customerId: here.source.customerId } }),
  ).toMatchObject([{ state: "open" }, { state: "open" }]);
});

test("a replay of requests from before the person was allowed again does not delete them again", async () => {
  await here.post(deletionOf(ANNA_IN_BRAZE));
  await here.post(deletionOf(ANNA_IN_BRAZE));
  const request = await requestOf(here.source.customerId);
  await prisma.deletionRequest.update({
    where: { id: request.id },
    data: { state: "done", idsEnc: null, liftedAt: new Date() },
  });
  await here.replay("filtered");
  expect(await prisma.deletionRequest.count({ where: { customerId: here.source.customerId } })).toBe(1);
  await here.post(deletionOf(ANNA_IN_BRAZE));
  expect(await prisma.deletionRequest.count({ where: { customerId: here.source.customerId } })).toBe(2);
});

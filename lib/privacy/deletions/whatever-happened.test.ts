import { afterAll, beforeAll, expect, test } from "vitest";
import { pool, prisma } from "@/lib/kernel/database";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { type DeletionWorld, makeDeletionWorld, PEOPLE } from "@/tools/testing/deletion-world";
import { deletionOf, requestOf, runDeletion } from "@/tools/testing/run-deletions";
import { useSandbox } from "@/tools/testing/run-syncs";
import { whereIs } from "@/tools/testing/where-is";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

const CHANGES = 9;

test.each([1, 2, 3, 4, 5, 6, 7, 8].map((seed) => [seed]))(
  "whatever happened before (seed %i), who is deleted is in no table and no Heap app, or the request says where to look; nobody else goes",
  async (seed) => {
    const world = await makeDeletionWorld(sandbox, seed);
    for (let count = 0; count < CHANGES; count++) await world.change();
    await world.post(...world.people.map((person) => world.eventOf(person)));

    const gone = world.random.below(PEOPLE);
    await world.post(deletionOf(world.brazeIdOf(gone)));
    const { id } = await requestOf(world.customerId);
    const others = world.inHeap().filter(({ person }) => person !== gone);
    // The call that is under way when the person is suppressed is refused and halved.
    await world.deleteDuringCall(id, gone);
    await runDeletion(id);

    expect(await unsaid(world, id, gone)).toEqual([]);
    expect(world.inHeap()).toEqual(expect.arrayContaining(others));
    for (const known of world.idsOf(gone)) expect(await whereIs(pool, known), known).toEqual([]);

    const before = world.inHeap();
    await world.post(world.eventOf(gone));
    expect(world.inHeap()).toEqual(before);
  },
);

/** Where Heap still has the person although their request does not say so. */
async function unsaid(world: DeletionWorld, deletionRequestId: string, gone: number) {
  const request = await prisma.deletionRequest.findUniqueOrThrow({ where: { id: deletionRequestId } });
  const steps = await prisma.deletionStep.findMany({ where: { deletionRequestId, party: "heap" } });
  expect(steps.length).toBeGreaterThan(0);
  expect(request.state).toBe(steps.some(({ state }) => state === "failed") ? "failed" : "done");
  return world
    .inHeap()
    .filter(({ person }) => person === gone)
    .filter(
      ({ heapApp }) =>
        !steps.some((step) => step.heapApp === heapApp && ["left", "failed"].includes(step.state)),
    );
}

import { expect, test } from "vitest";
import { createTestDestination, ctxOf, pageBody, postBody } from "@/tools/testing/make-destination";
import { listReceivedPages } from "./list-received-pages";

test("what Heap sent is listed newest first, with what became of it, and nothing of another destination", async () => {
  const destination = await createTestDestination();
  const { customerId, destinationId } = destination;
  await postBody(
    destination,
    pageBody({ name: "Trial", add: ["user-ada", "", " user-bob"], remove: ["user-eve"] }),
  );
  await postBody(destination, '{"action_type":"segment.renamed"}');
  await postBody(destination, "not json");
  await postBody(await createTestDestination(), pageBody({ add: ["user-zoe"] }));

  const list = (cursor?: string) =>
    listReceivedPages(ctxOf("viewer"), { customerId, destinationId, limit: 2, cursor });
  const first = await list();
  expect(first.items).toMatchObject([
    { state: "invalid", action: "unreadable", reason: "The body is not JSON.", segmentName: null },
    {
      state: "ignored",
      action: "segment.renamed",
      reason: "The action “segment.renamed” is not known.",
      segmentId: null,
    },
  ]);
  const second = await list(first.nextCursor ?? "");
  expect(second).toMatchObject({
    nextCursor: null,
    items: [
      {
        ...{ state: "applied", action: "segment.users.sync", segmentName: "Trial", pageNumber: 1 },
        ...{ signed: true, adds: 2, removes: 1, entries: 4, untaken: 1, repeated: 0, trimmed: 1 },
        shapes: [{ shape: '{"id":""}', count: 1 }],
      },
    ],
  });
  expect(JSON.stringify([first, second])).not.toMatch(/user-/);
});

test("another customer's destination is not found", async () => {
  const { destinationId } = await createTestDestination();
  const { customerId } = await createTestDestination();
  const list = listReceivedPages(ctxOf("viewer"), { customerId, destinationId, limit: 2 });
  await expect(list).rejects.toMatchObject({ code: "not_found" });
});

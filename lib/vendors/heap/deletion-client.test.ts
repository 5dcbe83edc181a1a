import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { heapApiKeyOf } from "@/sandbox/heap/delete-users";
import { appOf } from "@/sandbox/heap/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { resetSandbox } from "@/sandbox/state";
import { createHeapDeletionClient } from "./deletion-client";
import { heapDeletionHost } from "./regions";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());
beforeEach(() => resetSandbox(sandbox.state));

const client = (apiKey = heapApiKeyOf("1001")) =>
  createHeapDeletionClient({ baseUrl: `${sandbox.url}/heap`, appId: "1001", apiKey, timeoutSeconds: 5 });

test("a deletion is asked for, is pending, and then complete", async () => {
  appOf(sandbox.state.heap, "1001").identities.add("anna").add("ben");
  const id = await client().requestDeletion(["anna"]);
  expect(await client().readStatus(id)).toBe("pending");
  expect(await client().readStatus(id)).toBe("complete");
  expect([...appOf(sandbox.state.heap, "1001").identities]).toEqual(["ben"]);
});

test("a wrong key and an app id that Heap does not know are refused, and no secret is in the words", async () => {
  const refused = client("a-wrong-secret").requestDeletion(["anna"]);
  await expect(refused).rejects.toMatchObject({ kind: "unauthorized" });
  await expect(refused).rejects.not.toThrow(/a-wrong-secret/);
  appOf(sandbox.state.heap, "1001").isUnknown = true;
  await expect(client().requestDeletion(["anna"])).rejects.toMatchObject({ kind: "unauthorized" });
});

test("an id that Heap does not know, throttling, and an answer that breaks off are told apart", async () => {
  await expect(client().readStatus("unknown")).rejects.toMatchObject({ kind: "not_found", retriable: false });
  sandbox.state.faults.add({
    target: "heap.user_deletion",
    mode: "status",
    status: 429,
    retryAfterSeconds: 7,
    count: 1,
  });
  await expect(client().requestDeletion(["anna"])).rejects.toMatchObject({
    kind: "throttled",
    retryAfterSeconds: 7,
  });
  sandbox.state.faults.add({ target: "heap.user_deletion", mode: "half_answer", count: 1 });
  await expect(client().requestDeletion(["anna"])).rejects.toMatchObject({
    kind: "no_answer",
    retriable: true,
  });
});

test("nobody, and more than 10,000, are refused before any call", async () => {
  await expect(client().requestDeletion([])).rejects.toMatchObject({ code: "invalid" });
  await expect(client().requestDeletion(Array.from({ length: 10_001 }, String))).rejects.toMatchObject({
    code: "invalid",
  });
  expect(sandbox.state.heap.deletions.size).toBe(0);
});

test("a person in the EU is deleted at the host of the United States", async () => {
  const app = appOf(sandbox.state.heap, "1001");
  app.dataCentre = "eu";
  app.identities.add("anna");
  const european = createHeapDeletionClient({
    baseUrl: heapDeletionHost("sandbox_eu", sandbox.url),
    appId: "1001",
    apiKey: heapApiKeyOf("1001"),
  });
  const id = await european.requestDeletion(["anna"]);
  await european.readStatus(id);
  expect(await european.readStatus(id)).toBe("complete");
  expect([...app.identities]).toEqual([]);
});

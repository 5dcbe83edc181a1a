import { afterAll, beforeAll, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { appOf } from "@/sandbox/heap/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { booksOf, openEvent } from "@/tools/testing/forward-events";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { forwardSlice } from "./forward-slice";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => sandbox.close());

test("each customer's events go to the data centre of its own Heap app, and never to the other", async () => {
  const american = await makeSource({ heapAppId: "4101" });
  const european = await makeSource({ heapAppId: "4102", heapRegion: "sandbox_eu" });
  await sendBatch(american, [openEvent("anna"), openEvent("bert")]);
  await sendBatch(european, [openEvent("chloe")]);

  expect(await forwardSlice("sandbox:4101")).toMatchObject({ done: true, recorded: 2 });
  expect(await forwardSlice("sandbox_eu:4102")).toMatchObject({ done: true, recorded: 1 });

  const { heap } = sandbox.state;
  expect(appOf(heap, "4101")).toMatchObject({ dataCentre: "us", identities: new Set(["anna", "bert"]) });
  expect(appOf(heap, "4102")).toMatchObject({ dataCentre: "eu", identities: new Set(["chloe"]) });
  expect(heap.violations.summary()).toEqual({});
});

test("a source with the wrong region loses no event: all wait, and go once the region is right", async () => {
  const source = await makeSource({ heapAppId: "4103" });
  appOf(sandbox.state.heap, "4103").dataCentre = "eu";
  await sendBatch(source, [openEvent("anna"), openEvent("bert")]);
  expect(await forwardSlice("sandbox:4103")).toMatchObject({ done: false, recorded: 0 });
  expect(await booksOf(source.id)).toMatchObject({ quarantined: 0, done: false });

  await pool.query(
    "UPDATE source SET heap_region = 'sandbox_eu', heap_app = 'sandbox_eu:4103' WHERE id = $1",
    [source.id],
  );
  expect(await forwardSlice("sandbox_eu:4103")).toMatchObject({ done: true, recorded: 2 });
  expect(appOf(sandbox.state.heap, "4103").identities).toEqual(new Set(["anna", "bert"]));
});

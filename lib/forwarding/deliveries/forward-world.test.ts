import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { createRandom, freshSeed } from "@/sandbox/senders/random";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { wireJson } from "@/sandbox/world/wire-json";
import { WORLD_SIZE, worldEvent } from "@/sandbox/world/world-event";
import { booksOf } from "@/tools/testing/forward-events";
import { makeSource } from "@/tools/testing/make-source";
import { forwardSlice } from "./forward-slice";

const APP_ID = "7300";
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  sandbox.state.heap.limitsOn = false;
  process.env.SANDBOX_URL = sandbox.url;
});

afterAll(() => sandbox.close());

test("of everything Braze publishes Heap gets what the world says, once, with every digit", async () => {
  const source = await makeSource({ heapAppId: APP_ID });
  const random = createRandom(freshSeed());
  const mix = { anonymous: 0, placeholder: 0, malformed: 0, unknownType: 0 };
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const made = Array.from({ length: WORLD_SIZE }, (_, place) =>
    worldEvent(random, { identityField: "external_user_id", userCount: 500, mix, nowSeconds }, place),
  );

  for (let from = 0; from < made.length; from += 100) {
    const body = wireJson({ events: made.slice(from, from + 100).map((event) => event.body) });
    const accepted = await acceptBatch({
      token: source.token,
      bearerToken: null,
      body: Buffer.from(body),
    });
    expect(accepted.kind).toBe("stored");
  }
  while (!(await forwardSlice(`sandbox:${APP_ID}`)).done);

  const idsOf = (outcome: string) =>
    made.flatMap(({ id, expected }) => (expected === outcome && id ? [id] : [])).sort();
  const app = sandbox.state.heap.apps.get(APP_ID);
  expect([...(app?.keys ?? [])].sort()).toEqual(idsOf("forward"));
  expect(await booksOf(source.id)).toMatchObject({
    forwarded: idsOf("forward").length,
    filtered: idsOf("filtered").length,
    quarantined: idsOf("quarantined").length,
    done: true,
  });
  const bodies = sandbox.state.bodies.of(`heap/${APP_ID}`).join("\n");
  expect(bodies).toContain('"12345678901234567890"');
  expect(bodies).not.toMatch(/[:,]12345678901234567\d{3}\b/);
  expect(sandbox.state.heap.violations.summary()).toEqual({});
});

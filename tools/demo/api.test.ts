import { afterEach, expect, test } from "vitest";
import { startAnsweringServer } from "@/tools/testing/answering-server";
import { createApi } from "./api";

const stopping: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop();
});

/** A server that is too busy for the first requests. */
async function startBusy(refusals: number) {
  const server = await startAnsweringServer((res) => {
    const isBusy = server.received.length <= refusals;
    res.writeHead(isBusy ? 503 : 200, { "content-type": "application/json", "retry-after": "0" });
    res.end(
      JSON.stringify(isBusy ? { error: { code: "unavailable", message: "Try again." } } : { books: 1 }),
    );
  });
  stopping.push(server.stop);
  return { api: createApi(server.url, "key"), received: server.received };
}

test("a read that a busy server refuses is tried again", async () => {
  const { api } = await startBusy(3);
  expect(await api.get("/customers/1")).toEqual({ books: 1 });
});

test("after some refusals a read fails, with what the server said", async () => {
  const { api, received } = await startBusy(Number.POSITIVE_INFINITY);
  await expect(api.get("/customers/1")).rejects.toThrow("GET /customers/1: unavailable Try again.");
  expect(received.length).toBeLessThan(20);
});

test("a change is sent once", async () => {
  const { api, received } = await startBusy(1);
  await expect(api.post("/customers")).rejects.toThrow("unavailable");
  expect(received).toHaveLength(1);
});

import { afterEach, describe, expect, it } from "vitest";
import { createHeapTrackClient, type HeapEvent } from "@/lib/vendors/heap/track-client";
import { startAnsweringServer } from "@/tools/testing/answering-server";

const EVENT: HeapEvent = {
  identity: "ada@example.org",
  event: "Email Open",
  timestamp: "2026-01-02T03:04:05.000Z",
  properties: { campaign_name: "Spring", attempt_count: 2 },
  idempotencyKey: "0b3c2f4e-5a77-4f5e",
};

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function heapAnswering(status: number, body = "{}") {
  const server = await startAnsweringServer((res) => res.writeHead(status).end(body));
  stops.push(server.stop);
  return { ...server, client: createHeapTrackClient({ baseUrl: server.url }) };
}

describe("Heap's bulk track call", () => {
  it("has the shape Heap documents", async () => {
    const { client, received } = await heapAnswering(200);

    expect(await client.track({ appId: "123", events: [EVENT] })).toMatchObject({ status: 200, words: "" });
    expect(received[0]).toMatchObject({ method: "POST", path: "/api/track" });
    expect(received[0]?.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(received[0]?.body ?? "")).toEqual({
      app_id: "123",
      events: [
        {
          identity: "ada@example.org",
          event: "Email Open",
          timestamp: "2026-01-02T03:04:05.000Z",
          properties: { campaign_name: "Spring", attempt_count: 2 },
          idempotency_key: "0b3c2f4e-5a77-4f5e",
        },
      ],
    });
  });

  it("carries 1,000 events and refuses to carry more or none", async () => {
    const { client, received } = await heapAnswering(204, "");
    const thousand = Array.from({ length: 1000 }, () => EVENT);

    await expect(client.track({ appId: "1", events: thousand })).resolves.toMatchObject({ status: 204 });
    await expect(client.track({ appId: "1", events: [...thousand, EVENT] })).rejects.toMatchObject({
      code: "invalid",
    });
    await expect(client.track({ appId: "1", events: [] })).rejects.toMatchObject({ code: "invalid" });
    expect(received).toHaveLength(1);
  });

  it("distinguishes a refusal of the content from a fault of Heap's", async () => {
    const refusing = await heapAnswering(400, "Bad request");
    const failing = await heapAnswering(502, "");

    await expect(refusing.client.track({ appId: "1", events: [EVENT] })).rejects.toMatchObject({
      vendor: "heap",
      kind: "refused",
      words: "Bad request",
    });
    await expect(failing.client.track({ appId: "1", events: [EVENT] })).rejects.toMatchObject({
      kind: "unavailable",
      retriable: true,
    });
  });
});

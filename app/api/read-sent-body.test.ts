import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { makeSource } from "@/tools/testing/make-source";
import { readSentBody } from "./read-sent-body";

const MAX_BYTES = 1_024 * 1_024;
const REFUSED_UNREAD = { kind: "refused", status: 404, reason: "Unknown endpoint." };

/** A request whose body arrives in pieces, and how many bytes of it were read. */
function drip(pieces: readonly (Buffer | Error)[], headers: Record<string, string> = {}) {
  const left = [...pieces];
  const asked = { bytes: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = left.shift();
        if (!piece) return controller.close();
        if (piece instanceof Error) return controller.error(piece);
        asked.bytes += piece.byteLength;
        controller.enqueue(Uint8Array.from(piece));
      },
    },
    { highWaterMark: 0 },
  );
  const init = { method: "POST", body, headers, duplex: "half" } as RequestInit;
  return { req: new Request("http://tributary/api/currents/x", init), asked };
}

test.each([
  ["announced as large", { "content-length": "900000" }],
  ["of unknown length", {}],
  ["that unzips to more than it seems", { "content-length": "200", "content-encoding": "gzip" }],
])("of a stranger's body %s nothing is read", async (_name, headers) => {
  const { req, asked } = drip([Buffer.alloc(900_000)], headers);

  expect(await readSentBody(req, "no-such-token", MAX_BYTES)).toEqual(REFUSED_UNREAD);
  expect(asked.bytes).toBe(0);
});

test("a sender who knows the address may send large bodies, in pieces and zipped", async () => {
  const { token } = await makeSource({ heapAppId: "510" });
  const large = Buffer.alloc(900_000, "x");
  const zipped = gzipSync(large);

  const inPieces = await readSentBody(drip([large.subarray(0, 1), large.subarray(1)]).req, token, MAX_BYTES);
  const unzipped = await readSentBody(drip([zipped], { "content-encoding": "gzip" }).req, token, MAX_BYTES);
  for (const sent of [inPieces, unzipped]) {
    expect(sent.kind === "body" && sent.body.equals(large)).toBe(true);
  }
});

test("a body that turns out too large is read only up to the cap, zipped or not", async () => {
  const { token } = await makeSource({ heapAppId: "511" });
  const pieces = Array.from({ length: 10 }, () => Buffer.alloc(MAX_BYTES / 2));
  const { req, asked } = drip(pieces);
  expect(await readSentBody(req, token, MAX_BYTES)).toMatchObject({ kind: "refused", status: 413 });
  expect(asked.bytes).toBeLessThanOrEqual(2 * MAX_BYTES);

  const bomb = drip([gzipSync(Buffer.alloc(10 * MAX_BYTES))], { "content-encoding": "gzip" });
  expect(await readSentBody(bomb.req, token, MAX_BYTES)).toMatchObject({ kind: "refused", status: 413 });
});

test("a body that breaks off is refused, not our fault", async () => {
  const { token } = await makeSource({ heapAppId: "512" });
  const { req } = drip([Buffer.from('{"events":['), new Error("connection reset")]);

  expect(await readSentBody(req, token, MAX_BYTES)).toMatchObject({ kind: "refused", status: 400 });
});

import { afterEach, expect, test } from "vitest";
import { POST } from "@/app/api/heap/[token]/route";
import { pool } from "@/lib/kernel/database";
import { digestOfMembers } from "@/sandbox/digest";
import { createSegmentSender, type SegmentSettings } from "@/sandbox/senders/segments";
import { startAnsweringServer } from "@/tools/testing/answering-server";
import { createTestDestination, readMembers } from "@/tools/testing/make-destination";

let server: Awaited<ReturnType<typeof startAnsweringServer>>;
afterEach(() => server.stop());

/** Heap, which posts to our route over HTTP, for a new destination. */
async function startHeap(settings: Partial<SegmentSettings>) {
  const { token, secret, destinationId } = await createTestDestination();
  server = await startAnsweringServer(async (res, { body, headers }) => {
    const hash = headers["heap-hash"];
    const req = new Request("http://127.0.0.1/api/heap/x", {
      method: "POST",
      body: new Uint8Array(Buffer.from(body)),
      headers: typeof hash === "string" ? { "heap-hash": hash } : {},
    });
    const answer = await POST(req, { params: Promise.resolve({ token }) });
    res.writeHead(answer.status).end(await answer.text());
  });
  const heap = createSegmentSender({ url: server.url, secret, pageSize: 50, backOffBaseMs: 1, ...settings });
  return { heap, destinationId };
}

async function segmentsOf(destinationId: string) {
  const { rows } = await pool.query<{ id: string; heapId: string; name: string }>(
    `SELECT id, heap_segment_id AS "heapId", name FROM segment WHERE destination_id = $1 ORDER BY heap_segment_id`,
    [destinationId],
  );
  return rows;
}

test.each<[string, Partial<SegmentSettings>]>([
  ["as documented", {}],
  ["with a pair in the signature's header that nobody documents", { hasUnknownPair: true }],
  ["that begin with a byte order mark", { hasByteOrderMark: true }],
  ["in any order, some of them twice", { outOfOrder: true, repeatShare: 0.5, parallelPages: 3 }],
  ["with users who have no value in the chosen property", { blankShare: 0.5 }],
])("pages %s lead to the segment that Heap has", async (_, settings) => {
  const { heap, destinationId } = await startHeap(settings);
  heap.define(1, "Trial");
  await heap.churn(1, 180, 0);
  await heap.churn(1, 20, 60);

  const [segment] = await segmentsOf(destinationId);
  const members = await readMembers(segment?.id ?? "");
  expect(digestOfMembers(new Set(members.wanted))).toBe(heap.digest(1));
  expect(heap.counts).toMatchObject({ refused: 0, odd: 0 });
});

test("segments of one name stay apart, whichever is renamed to the other", async () => {
  const { heap, destinationId } = await startHeap({});
  heap.define(1, "Trial");
  heap.define(2, "Paying");
  await heap.sync(1, { add: ["ada", "ben"] });
  await heap.sync(2, { add: ["cleo"] });
  heap.define(2, "Trial");
  await heap.sync(2, { add: ["dan"] });

  const segments = await segmentsOf(destinationId);
  expect(segments.map(({ heapId, name }) => `${heapId} ${name}`)).toEqual(["1 Trial", "2 Trial"]);
  const members = await Promise.all(segments.map(({ id }) => readMembers(id)));
  expect(members.map(({ wanted }) => wanted)).toEqual([
    ["ada", "ben"],
    ["cleo", "dan"],
  ]);
});

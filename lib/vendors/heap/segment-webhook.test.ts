import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSegmentWebhook } from "@/lib/vendors/heap/segment-webhook";

const parse = (text: string) => parseSegmentWebhook(Buffer.from(text));

function page(data: Record<string, unknown>, top: Record<string, unknown> = {}) {
  const segment = { id: 77, name: "Trial users" };
  return parse(JSON.stringify({ action_type: "segment.users.sync", data: { segment, ...data }, ...top }));
}

describe("a segment page", () => {
  it("is read in full", async () => {
    const parsed = await page(
      {
        sync_info: { page_number: 2, total_pages: 5, sync_task_id: "task-1" },
        add: [{ id: "ada" }],
        remove: [{ id: "bob" }],
      },
      { id_token: "token-1", customer_config: { fields: [] } },
    );

    expect(parsed).toEqual({
      kind: "page",
      segmentId: "77",
      segmentName: "Trial users",
      taskId: "task-1",
      pageNumber: 2,
      totalPages: 5,
      add: ["ada"],
      remove: ["bob"],
      untrimmed: [],
      tally: { entries: 2, untaken: 0, repeated: 0, trimmed: 0, shapes: [] },
      idToken: "token-1",
    });
  });

  it("may leave out everything except the action and the segment's id", async () => {
    const text = '{"action_type":"segment.users.sync","data":{"segment":{"id":"s-1"}}}';

    expect(await parse(text)).toEqual({
      kind: "page",
      segmentId: "s-1",
      segmentName: "s-1",
      taskId: null,
      pageNumber: 1,
      totalPages: 1,
      add: [],
      remove: [],
      untrimmed: [],
      tally: { entries: 0, untaken: 0, repeated: 0, trimmed: 0, shapes: [] },
      idToken: null,
    });
  });

  it("keeps every digit of a 64-bit id, and the digits in names", async () => {
    const text =
      '{"action_type":"segment.users.sync","data":{"segment":{"id":9223372036854775807,"name":"a:1234567890123456789 \\" 1"},"add":[{"id": 12345678901234567}]}}';

    expect(await parse(text)).toMatchObject({
      segmentId: "9223372036854775807",
      segmentName: 'a:1234567890123456789 " 1',
      add: ["12345678901234567"],
    });
  });

  it("names each user once; remove takes precedence over add", async () => {
    const parsed = await page({
      add: [{ id: "ada" }, { id: "ada" }, { id: "bob" }],
      remove: [{ id: "bob" }, { id: "bob" }],
    });

    expect(parsed).toMatchObject({ add: ["ada"], remove: ["bob"], tally: { entries: 5, repeated: 3 } });
  });

  it("takes keys without the space around them, by the rule for identities from Braze, and counts them", async () => {
    const parsed = await page({
      add: [{ id: " ada" }, { id: "ada" }, { id: "b o b\u200b" }, "\tcarl\n"],
      remove: [{ id: "eve\u00a0" }],
    });

    expect(parsed).toMatchObject({
      add: ["ada", "b o b", "carl"],
      remove: ["eve"],
      untrimmed: [" ada", "b o b\u200b", "\tcarl\n", "eve\u00a0"],
      tally: { entries: 5, untaken: 0, repeated: 1, trimmed: 4 },
    });
  });

  it("shows what entries look like that were not taken, most frequent first, and no value of them", async () => {
    const parsed = await page({
      add: [
        { email: "ada@example.com", name: "Ada" },
        { email: "bob@example.com", name: "Bob" },
        { id: "" },
        { id: "\u200b " },
        { id: null, "x@example.com": 4711 },
        { id: ["4711"], a: {}, b: 1, c: 2, d: 3 },
        true,
      ],
      remove: [{ id: "" }, { id: "" }, { id: `a\0${"b".repeat(2_000)}` }],
    });

    expect(parsed).toMatchObject({
      tally: {
        untaken: 10,
        shapes: [
          { shape: '{"id":""}', count: 3 },
          { shape: '{"email":"***","name":"***"}', count: 2 },
          { shape: '{"id":"(only spaces)"}', count: 1 },
          { shape: '{"id":null,"x***@ex***":***}', count: 1 },
          { shape: '{"id":[…],"a":{},"b":***,"c":***,…}', count: 1 },
        ],
      },
    });
  });

  it("drops and counts entries that are not user keys", async () => {
    const parsed = await page({
      add: [
        { id: "" },
        { id: "  " },
        { id: null },
        {},
        null,
        { id: "a\0b" },
        { id: "x".repeat(988) },
        { id: 5 },
      ],
      remove: ["bob", false],
    });

    expect(parsed).toMatchObject({ add: ["5"], remove: ["bob"], tally: { entries: 10, untaken: 8 } });
  });

  it("treats nonsensical page numbers as a single page", async () => {
    expect(await page({ sync_info: { page_number: -3, total_pages: "many" } })).toMatchObject({
      pageNumber: 1,
      totalPages: 1,
    });
    expect(await page({ sync_info: { page_number: "4", total_pages: 2 } })).toMatchObject({
      pageNumber: 4,
      totalPages: 4,
    });
  });
});

describe("other requests", () => {
  it("recognizes a drain", async () => {
    const text = '{"action_type":"segment.users.drain","data":{"segment":{"id":7,"name":"Old"}}}';

    expect(await parse(text)).toEqual({
      kind: "drain",
      segmentId: "7",
      segmentName: "Old",
      idToken: null,
    });
  });

  it("ignores an action it does not know", async () => {
    expect(await parse('{"action_type":"segment.renamed"}')).toEqual({
      kind: "ignored",
      action: "segment.renamed",
    });
  });

  it.each([
    "",
    "nonsense",
    "[]",
    "null",
    "{}",
    '{"action_type":"segment.users.sync"}',
    '{"action_type":"segment.users.sync","data":{"segment":{"name":"x"}}}',
    '{"action_type":"segment.users.sync","data":{"segment":{"id":1},"add":{"id":"x"}}}',
    '{"action_type":"segment.users.drain","data":null}',
  ])("calls %j invalid", async (text) => {
    expect((await parse(text)).kind).toBe("invalid");
  });

  it("never throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (text) => {
        await parse(text);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (segment, add) => {
        await page({ segment, add, remove: add, sync_info: segment });
      }),
    );
  });

  it("calls a page of millions of users too large", async () => {
    const users = `{"id":1},`.repeat(1_200_000);
    const text = `{"action_type":"segment.users.sync","data":{"segment":{"id":1},"add":[${users}{"id":2}]}}`;
    expect(await parse(text)).toMatchObject({ kind: "too_large" });
  });
});

it.each(["\u200b", "\u202e\u202e", "\u3164", "\u2800", "\u200d\ufe0f", "\u034f"])(
  "a segment whose id shows nothing (%j) is refused, and a name that shows nothing is not its name",
  async (unseen) => {
    const parse = (segment: object) =>
      parseSegmentWebhook(
        Buffer.from(JSON.stringify({ action_type: "segment.users.sync", data: { segment } })),
      );
    expect(await parse({ id: unseen, name: "Trial" })).toMatchObject({ kind: "invalid" });
    expect(await parse({ id: "17", name: unseen })).toMatchObject({ kind: "page", segmentName: "17" });
    expect(await parse({ id: "17", name: "👨‍👩‍👧" })).toMatchObject({ kind: "page", segmentName: "👨‍👩‍👧" });
  },
);

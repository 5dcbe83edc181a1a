import { createHmac } from "node:crypto";
import fc from "fast-check";
import { bodyOf, type MadeBody, notJson } from "./bodies";
import type { FuzzCase } from "./case";
import { hostileValue, mutated, type Pairs, writeObject } from "./hostile-json";
import { oddToken } from "./odd-tokens";
import type { FuzzDestination } from "./tenants";

const CAP_BYTES = 32 * 1024 * 1024;

interface MadePage {
  text: Buffer;
  /**
   * 400 for what does not parse as a page, 200 for pages and unknown actions, either where several readings are
   * reasonable.
   */
  expected: readonly number[];
  how: string;
}

type Signature = "right" | "wrong" | "none" | "malformed" | "stale" | "other body";

const page = fc
  .record({
    segment: fc.integer({ min: 1, max: 12 }),
    task: fc.uuid(),
    add: fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 5 }),
    remove: fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 3 }),
    number: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ segment, task, add, remove, number }) => ({
    segment: [
      ["id", String(9_000 + segment)],
      ["name", `"Segment ${segment}"`],
    ] as Pairs,
    data: [
      ["add", `[${add.map((id) => `{"id":"m${id}"}`).join(",")}]`],
      ["remove", `[${remove.map((id) => `{"id":"m${id}"}`).join(",")}]`],
      ["sync_info", `{"sync_task_id":"${task}","page_number":${number},"total_pages":3}`],
    ] as Pairs,
  }));

const write = (action: string, data: Pairs, segment: string) =>
  Buffer.from(`{"action_type":"${action}","data":${writeObject([...data, ["segment", segment]])}}`);

const goodPage: fc.Arbitrary<MadePage> = page.map(({ segment, data }) => ({
  text: write("segment.users.sync", data, writeObject(segment)),
  expected: [200],
  how: "page",
}));

const drain: fc.Arbitrary<MadePage> = page.map(({ segment }) => ({
  text: write("segment.users.drain", [], writeObject(segment)),
  expected: [200],
  how: "drain",
}));

/** Hostile entries in the lists are dropped one by one; the page is accepted. */
const hostileMembers: fc.Arbitrary<MadePage> = page.chain(({ segment }) =>
  fc
    .tuple(fc.array(hostileValue, { maxLength: 4 }), fc.array(hostileValue, { maxLength: 2 }))
    .map(([add, remove]) => ({
      text: write(
        "segment.users.sync",
        [
          ["add", `[${[...add, '{"id":"m1"}', ...add.map((value) => `{"id":${value}}`)].join(",")}]`],
          ["remove", `[${remove.join(",")}]`],
        ],
        writeObject(segment),
      ),
      expected: [200],
      how: "hostile members",
    })),
);

/** `sync_info` of any kind is read as far as it makes sense. */
const hostileInfo: fc.Arbitrary<MadePage> = page.chain(({ segment, data }) =>
  fc
    .oneof(
      hostileValue,
      hostileValue.map((value) => `{"sync_task_id":${value},"page_number":${value},"total_pages":${value}}`),
    )
    .map((info) => ({
      text: write("segment.users.sync", [...data.slice(0, 2), ["sync_info", info]], writeObject(segment)),
      expected: [200],
      how: "hostile sync_info",
    })),
);

const mutatedPage: fc.Arbitrary<MadePage> = page.chain(({ segment, data }) =>
  fc
    .tuple(mutated(data), fc.oneof(mutated(segment).map(writeObject), hostileValue))
    .map(([other, where]) => ({
      text: write("segment.users.sync", other, where),
      expected: [200, 400],
      how: "mutated page",
    })),
);

const unknownAction: fc.Arbitrary<MadePage> = fc
  .constantFrom("segment.users.explode", "__proto__", "SEGMENT.USERS.SYNC", "x".repeat(5_000), "\\u0000x")
  .map((action) => ({ text: write(action, [], "{}"), expected: [200], how: "unknown action" }));

const unusable: fc.Arbitrary<MadePage> = fc
  .oneof(
    notJson,
    fc
      .constantFrom(
        "[]",
        "null",
        "1",
        "{}",
        '{"action_type":null}',
        '{"action_type":{}}',
        '{"action_type":"  "}',
        '{"action_type":"segment.users.sync"}',
        '{"action_type":"segment.users.sync","data":[]}',
        '{"action_type":"segment.users.sync","data":{"segment":{"id":null}}}',
        '{"action_type":"segment.users.sync","data":{"segment":{"id":"\\u0000"}}}',
        '{"action_type":"segment.users.sync","data":{"segment":{"id":1},"add":{}}}',
        '{"action_type":"segment.users.sync","data":{"segment":{"id":1},"remove":"x"}}',
        '{"action_type":"segment.users.drain","data":{"segment":[]}}',
        "",
        " ",
      )
      .map((text) => Buffer.from(text)),
  )
  .map((text) => ({ text, expected: [400], how: "unusable" }));

const content = fc.oneof(
  { arbitrary: goodPage, weight: 2 },
  { arbitrary: drain, weight: 1 },
  { arbitrary: hostileMembers, weight: 3 },
  { arbitrary: hostileInfo, weight: 2 },
  { arbitrary: mutatedPage, weight: 3 },
  { arbitrary: unknownAction, weight: 1 },
  { arbitrary: unusable, weight: 3 },
);

/** Hostile segment webhooks to these destinations and to addresses that do not exist. */
export function heapCase(destinations: readonly FuzzDestination[]): fc.Arbitrary<FuzzCase> {
  const target = fc.oneof(
    {
      arbitrary: fc.record({
        destination: fc.constantFrom(...destinations),
        signature: fc.constantFrom<Signature>(
          "right",
          "right",
          "right",
          "right",
          "right",
          "wrong",
          "none",
          "malformed",
          "stale",
          "other body",
        ),
        unit: fc.constantFrom(1, 1_000),
        nonsense: fc.constantFrom(
          "",
          "x",
          "ts:,hmac:",
          "ts:1e9,hmac:AA",
          "ts:99999999999999999,hmac:AA",
          "hmac:x,ts:1",
          "ts:1,hmac:💥",
        ),
      }),
      weight: 9,
    },
    { arbitrary: oddToken.map((token) => ({ token })), weight: 1 },
  );
  return fc
    .tuple(target, content)
    .chain(([to, made]) => bodyOf(made.text, CAP_BYTES).map((body) => toCase(to, made, body)));
}

function toCase(
  to:
    | { destination: FuzzDestination; signature: Signature; unit: number; nonsense: string }
    | { token: string },
  made: MadePage,
  body: MadeBody,
): FuzzCase {
  const destination = "destination" in to ? to.destination : null;
  const header = "destination" in to ? sign(to, made.text) : {};
  const signature = "destination" in to ? to.signature : "none";

  let expected = made.expected;
  if (destination?.secret && signature !== "right") {
    expected = ["wrong", "other body"].includes(signature) ? [403] : [400];
  }
  if (!destination?.isOpen) expected = [404];
  if (body.refused) expected = destination?.isOpen ? [body.refused] : [body.refused, 404];
  return {
    part: "heap",
    name: `${body.how}${made.how}, ${destination?.name ?? "odd address"}, signature ${signature}`,
    method: "POST",
    path: `/api/heap/${destination?.token ?? ("token" in to ? to.token : "")}`,
    headers: { "content-type": "application/json", ...header, ...body.headers },
    body: body.bytes,
    expected,
    shape: "sender",
  };
}

function sign(
  to: { destination: FuzzDestination; signature: Signature; unit: number; nonsense: string },
  text: Buffer,
): Record<string, string> {
  const { destination, signature, unit, nonsense } = to;
  if (signature === "none") return {};
  if (signature === "malformed") return { "heap-hash": Buffer.from(nonsense).toString("latin1") };

  const nowMs = Date.now() - (signature === "stale" ? 3_600_000 : 0);
  const ts = String(Math.floor(nowMs / unit));
  const secret = signature === "wrong" ? "another-secret" : (destination.secret ?? "none");
  const signed = signature === "other body" ? Buffer.concat([text, Buffer.from("}")]) : text;
  const hmac = createHmac("sha256", secret).update(ts).update(signed).digest("base64");
  return { "heap-hash": `ts:${ts},hmac:${hmac}` };
}

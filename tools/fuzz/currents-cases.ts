import { createHash } from "node:crypto";
import fc from "fast-check";
import { bodyOf, type MadeBody, notJson } from "./bodies";
import type { FuzzCase } from "./case";
import { hostileValue, mutated, type Pairs, writeObject } from "./hostile-json";
import { oddToken } from "./odd-tokens";
import type { FuzzSource } from "./tenants";

/** The cap of the Currents endpoint: enough for Braze's largest request. A 413 makes Braze send half of it. */
const CAP_BYTES = 16 * 1024 * 1024;

interface MadeContent {
  text: Buffer;
  /** `invalid` is answered 400; `probe` and `batch` 200. */
  kind: "invalid" | "probe" | "batch";
  events: number;
  goodIds: string[];
  how: string;
}

const TYPES = [
  "users.messages.email.Open",
  "users.behaviors.CustomEvent",
  "users.behaviors.Purchase",
  "users.canvas.Entry",
  "users.unheard.Of",
] as const;

/** An event as Braze sends it, for a known user: it must reach Heap whatever is beside it. */
const goodEvent = fc
  .record({
    // Without fast-check's bias to equal values: two events with the same id would count as one.
    id: fc.noBias(fc.uuid()),
    user: fc.integer({ min: 1, max: 5_000 }),
    type: fc.constantFrom(...TYPES),
    age: fc.integer({ min: 0, max: 86_400 }),
  })
  .map(({ id, user, type, age }) => ({
    id,
    pairs: [
      ["id", `"${id}"`],
      ["event_type", `"${type}"`],
      ["time", String(Math.floor(Date.now() / 1_000) - age)],
      [
        "user",
        `{"user_id":"b${user}","external_user_id":"fuzz-user-${user}","device_id":"d","timezone":"UTC"}`,
      ],
      ["properties", '{"campaign_id":"c1","name":"Opened","custom_properties":{"a":1,"b":[1,"x"]}}'],
    ] as Pairs,
  }));

/** A good event with changes at sensitive places, inside its user and properties too. */
const badEvent = goodEvent
  .chain(({ pairs }) =>
    fc.oneof(
      mutated(pairs),
      fc
        .tuple(fc.constantFrom("user", "properties"), hostileValue)
        .map(
          ([field, value]): Pairs =>
            pairs.map(([key, old]) =>
              key === field ? [key, `{"external_user_id":${value},"x":${value}}`] : [key, old],
            ),
        ),
    ),
  )
  .map(writeObject);

const batch: fc.Arbitrary<MadeContent> = fc
  .record({
    good: fc.array(goodEvent, { maxLength: 3 }),
    bad: fc.array(fc.oneof({ arbitrary: badEvent, weight: 4 }, { arbitrary: hostileValue, weight: 1 }), {
      minLength: 1,
      maxLength: 3,
    }),
    wrapping: fc.constantFrom("plain", "bom", "spaces", "twice", "more", "not utf-8"),
  })
  .map(({ good, bad, wrapping }) => {
    const events = [...bad.slice(1), ...good.map(({ pairs }) => writeObject(pairs)), ...bad.slice(0, 1)];
    const list = `[${events.join(",")}]`;
    const texts = {
      plain: `{"events":${list}}`,
      bom: `\ufeff{"events":${list}}`,
      spaces: ` \r\n\t{ "events" : ${list} } \n`,
      twice: `{"events":[],"events":${list}}`,
      more: `{"__proto__":{"events":1},"constructor":1,"events":${list}}`,
      "not utf-8": `{"events":${list},"x":"~"}`,
    };
    const text = Buffer.from(texts[wrapping]);
    if (wrapping === "not utf-8") text[text.lastIndexOf("~")] = 0xff;
    return {
      text,
      kind: "batch" as const,
      events: events.length,
      goodIds: good.map(({ id }) => id),
      how: `batch, ${wrapping}`,
    };
  });

const bareEvent: fc.Arbitrary<MadeContent> = goodEvent.map(({ id, pairs }) => ({
  text: Buffer.from(writeObject(pairs)),
  kind: "batch",
  events: 1,
  goodIds: [id],
  how: "one bare event",
}));

const probe: fc.Arbitrary<MadeContent> = fc
  .constantFrom("", " ", "\n\n", "{}", '{"events":[]}', '{"events":[],"x":1}')
  .map((text) => ({ text: Buffer.from(text), kind: "probe", events: 0, goodIds: [], how: "probe" }));

const invalid: fc.Arbitrary<MadeContent> = fc
  .oneof(
    notJson,
    fc
      .constantFrom(
        "[]",
        "[{}]",
        "1",
        "null",
        '"text"',
        "true",
        '{"x":1}',
        '{"Events":[]}',
        '{"__proto__":{"events":[]}}',
      )
      .map((text) => Buffer.from(text)),
    fc
      .constantFrom("{}", "null", "1", '"[]"', "true", '{"length":1}')
      .map((value) => Buffer.from(`{"events":${value}}`)),
  )
  .map((text) => ({ text, kind: "invalid", events: 0, goodIds: [], how: "invalid" }));

const content = fc.oneof(
  { arbitrary: batch, weight: 6 },
  { arbitrary: bareEvent, weight: 1 },
  { arbitrary: probe, weight: 1 },
  { arbitrary: invalid, weight: 2 },
);

/** Hostile Currents requests to these sources and to addresses that do not exist. */
export function currentsCase(sources: readonly FuzzSource[]): fc.Arbitrary<FuzzCase> {
  const target = fc.oneof(
    {
      arbitrary: fc.record({
        source: fc.constantFrom(...sources),
        bearer: fc.constantFrom("right", "right", "right", "wrong", "none"),
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
  to: { source: FuzzSource; bearer: string } | { token: string },
  made: MadeContent,
  body: MadeBody,
): FuzzCase {
  const source = "source" in to ? to.source : null;
  const bearer = "source" in to ? to.bearer : "none";
  const authorization =
    bearer === "right" && source?.bearerToken ? `Bearer ${source.bearerToken}` : "Bearer nonsense";
  const isAuthorised = !source?.bearerToken || bearer === "right";

  let status: number = made.kind === "invalid" ? 400 : 200;
  if (!isAuthorised) status = 401;
  if (!source?.isOpen) status = 404;
  // A body that is zipped or large is read only when its sender is known; of the others, an unreadable one is refused
  // before its address is looked up.
  const expected = body.refused
    ? [body.refused, ...(status === 401 || status === 404 ? [status] : [])]
    : [status];
  const isKept = source && expected.length === 1 && expected[0] === 200 && made.kind === "batch";
  return {
    part: "currents",
    name: `${body.how}${made.how}, ${source?.name ?? "odd address"}, bearer ${bearer}`,
    method: "POST",
    path: `/api/currents/${source?.token ?? ("token" in to ? to.token : "")}`,
    headers: {
      "content-type": "application/json",
      ...(bearer !== "none" && { authorization }),
      ...body.headers,
    },
    body: body.bytes,
    expected,
    shape: "sender",
    ...(isKept && {
      batch: {
        sourceId: source.id,
        digest: createHash("sha256").update(made.text).digest("hex"),
        events: made.events,
        goodIds: made.goodIds,
      },
    }),
  };
}

import { createHash, createHmac, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import type { FuzzCase } from "./case";
import type { FuzzDestination, FuzzSource } from "./tenants";

/** Bodies that are made to cost more than their bytes: whatever is cheap to send and dear to unzip, parse, check or map. */

const KIB = 1024;

/** Sizes of what a body unzips to: below and above what is read at once, up to the caps. */
const sizeBytes = fc.constantFrom(4 * KIB, 200 * KIB, 300 * KIB, 2_000 * KIB, 15_000 * KIB);

/** As many copies of a text as make a size, with commas between them. */
function list(item: string, bytes: number): string {
  const count = Math.max(1, Math.floor(bytes / (item.length + 1)));
  return `${`${item},`.repeat(count - 1)}${item}`;
}

/** Values that cost: many of them, nested ones, long ones, and names that every value below them pays for. */
const COSTLY: Record<string, (bytes: number) => string> = {
  numbers: (bytes) => `[${list("0", bytes)}]`,
  "empty lists": (bytes) => `[${list("[]", bytes)}]`,
  "empty objects": (bytes) => `[${list("{}", bytes)}]`,
  "deep lists": (bytes) => "[".repeat(bytes / 2) + "]".repeat(bytes / 2),
  "deep objects": (bytes) => `${'{"a":'.repeat(bytes / 6)}1${"}".repeat(bytes / 6)}`,
  members: (bytes) => `{${Array.from({ length: bytes / 12 }, (_, n) => `"k${n}":${n}`).join(",")}}`,
  "one name again and again": (bytes) => `{${list('"a":1', bytes)}}`,
  "a long name above many": (bytes) => `{"${"n".repeat(bytes / 2)}":{${list('"a":1', bytes / 2)}}}`,
  "long names in long names": (bytes) => {
    const name = "n".repeat(Math.max(1, bytes / 20));
    return `${`{"${name}":`.repeat(15)}{${list('"a":1', bytes / 4)}}${"}".repeat(15)}`;
  },
  "long names of many dots": (bytes) =>
    `{${[0, 1, 2, 3].map((n) => `"x${n}${".a".repeat(bytes / 32)}":1`).join(",")}}`,
  "many names of many dots": (bytes) =>
    `{${Array.from({ length: Math.min(1_900, Math.ceil(bytes / 1_000)) }, (_, n) => `"x${n}${".a".repeat(490)}":1`).join(",")}}`,
  spaces: (bytes) => `"${" ".repeat(bytes)}x"`,
  escapes: (bytes) => `"${"\\u0000".repeat(bytes / 6)}"`,
  "halves of characters": (bytes) => `"${"\\ud83d".repeat(bytes / 6)}"`,
  "long integers": (bytes) => `[${list("12345678901234567890", bytes)}]`,
  "long fractions": (bytes) => `[${list("0.12345678901234567890e-300", bytes)}]`,
  quotes: (bytes) => `["${'\\"'.repeat(bytes / 2)}"]`,
  "white space": (bytes) => `[${" ".repeat(bytes)}]`,
};

const costly = fc
  .tuple(fc.constantFrom(...Object.keys(COSTLY)), sizeBytes)
  .map(([kind, bytes]) => ({ kind, bytes, text: COSTLY[kind]?.(bytes) ?? "" }));

const EVENT = '"event_type":"users.behaviors.CustomEvent","time":1790000000';

/** Where a costly value is put in a Currents request; `events` when it is a list of events that may be accepted. */
const EVENT_PLACES: Record<string, (value: string, id: string) => string> = {
  "in place of the events": (value) => `{"events":${value}}`,
  "beside the events": (value, id) => `{"x":${value},"events":[{"id":"${id}",${EVENT}}]}`,
  "as properties": (value, id) =>
    `{"events":[{"id":"${id}",${EVENT},"user":{"external_user_id":"u"},"properties":{"p":${value}}}]}`,
  "as an identity": (value, id) =>
    `{"events":[{"id":"${id}",${EVENT},"user":{"external_user_id":${value}},"properties":{}}]}`,
  "as a name": (value, id) =>
    `{"events":[{"id":"${id}",${EVENT},"user":{"external_user_id":"u"},"properties":{"name":${value}}}]}`,
};

/** Where a costly value is put in a segment page. */
const PAGE_PLACES: Record<string, (value: string, id: string) => string> = {
  "as members": (value, id) =>
    `{"delivery":"${id}","action_type":"segment.users.sync","data":{"segment":{"id":1,"name":"s"},"add":${value},"remove":[]}}`,
  "as a name": (value, id) =>
    `{"delivery":"${id}","action_type":"segment.users.sync","data":{"segment":{"id":1,"name":${value}},"add":[{"id":"a"}]}}`,
  "as a setting": (value, id) =>
    `{"delivery":"${id}","customer_config":${value},"action_type":"segment.users.drain","data":{"segment":{"id":1}}}`,
};

type Content = FuzzCase["headers"];

function zip(text: string, isZipped: boolean): { body: Buffer; headers: Content } {
  const plain = Buffer.from(text);
  return isZipped
    ? { body: gzipSync(plain), headers: { "content-encoding": "gzip" } }
    : { body: plain, headers: {} };
}

const ANY_ANSWER = [200, 400, 401, 403, 404, 413];

interface Costly {
  value: { kind: string; bytes: number; text: string };
  isZipped: boolean;
  isRight: boolean;
  /** Makes it different from the others, so that it is not known already. */
  id: string;
  place: string;
}

function sourceCase(made: Costly & { source: FuzzSource }): FuzzCase {
  const { value, isZipped, isRight, id, place, source } = made;
  const text = EVENT_PLACES[place]?.(value.text, id) ?? "";
  const { body, headers } = zip(text, isZipped);
  return {
    part: "cost",
    name: `Currents: ${value.kind} ${place}, ${value.bytes / KIB} KiB as ${body.byteLength} bytes, ${isRight ? "right" : "wrong"} token, ${source.name}`,
    method: "POST",
    path: `/api/currents/${source.token}`,
    headers: { authorization: `Bearer ${(isRight && source.bearerToken) || "wrong"}`, ...headers },
    body,
    expected: ANY_ANSWER,
    shape: "sender",
    batch: {
      sourceId: source.id,
      digest: createHash("sha256").update(text).digest("hex"),
      events: countEvents(text),
      goodIds: [],
    },
    another: () => sourceCase({ ...made, id: randomUUID() }),
  };
}

function destinationCase(made: Costly & { destination: FuzzDestination }): FuzzCase {
  const { value, isZipped, isRight, id, place, destination } = made;
  const text = PAGE_PLACES[place]?.(value.text, id) ?? "";
  const { body, headers } = zip(text, isZipped);
  const ts = String(Date.now());
  const secret = (isRight && destination.secret) || "wrong";
  const hmac = createHmac("sha256", secret).update(ts).update(text).digest("base64");
  return {
    part: "cost",
    name: `Heap: ${value.kind} ${place}, ${value.bytes / KIB} KiB as ${body.byteLength} bytes, ${isRight ? "right" : "wrong"} signature, ${destination.name}`,
    method: "POST",
    path: `/api/heap/${destination.token}`,
    headers: { "heap-hash": `ts:${ts},hmac:${hmac}`, ...headers },
    body,
    expected: ANY_ANSWER,
    shape: "sender",
    another: () => destinationCase({ ...made, id: randomUUID() }),
  };
}

/** Costly requests of strangers and of holders of an address, to both addresses. */
export function costlyCase(
  sources: readonly FuzzSource[],
  destinations: readonly FuzzDestination[],
): fc.Arbitrary<FuzzCase> {
  const common = { value: costly, isZipped: fc.boolean(), isRight: fc.boolean(), id: fc.noBias(fc.uuid()) };
  const toSource = fc
    .record({
      ...common,
      place: fc.constantFrom(...Object.keys(EVENT_PLACES)),
      source: fc.constantFrom(...sources),
    })
    .map(sourceCase);
  const toDestination = fc
    .record({
      ...common,
      place: fc.constantFrom(...Object.keys(PAGE_PLACES)),
      destination: fc.constantFrom(...destinations),
    })
    .map(destinationCase);
  return fc.oneof({ arbitrary: toSource, weight: 3 }, { arbitrary: toDestination, weight: 2 });
}

/** How many events the books must have if the request is accepted. */
function countEvents(text: string): number {
  try {
    const { events } = JSON.parse(text) as { events?: unknown };
    return Array.isArray(events) ? events.length : 0;
  } catch {
    return 0;
  }
}

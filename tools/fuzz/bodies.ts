import { gzipSync } from "node:zlib";
import fc from "fast-check";

/** A body as it is sent, with what its maker knows about it. */
export interface MadeBody {
  bytes: Buffer;
  headers: Record<string, string>;
  /** 400: it cannot be unzipped. 413: over the cap. Null: it can be read, so the content decides. */
  refused: 400 | 413 | null;
  how: string;
}

/** A body may unzip to a hundred times its size, or to 256 kB however small it was: docs/decisions/020-budgets.md. */
const MAX_RATIO = 100;
const ALWAYS_UNZIPPED_BYTES = 256 * 1024;

/** Bombs by size: a megabyte of zeros zips to a kilobyte. */
const bombs = new Map<number, Buffer>();

function bomb(bytes: number): Buffer {
  const made = bombs.get(bytes) ?? gzipSync(Buffer.alloc(bytes, 0x20));
  bombs.set(bytes, made);
  return made;
}

/**
 * Wraps a text as a body: plain, zipped, zipped and cut off, falsely labelled as zipped; rarely over the cap, or a
 * bomb that unzips to more than the cap.
 */
export function bodyOf(text: Buffer, capBytes: number): fc.Arbitrary<MadeBody> {
  const plain = { bytes: text, headers: {}, refused: null, how: "" };
  const zipped = () => {
    const bytes = gzipSync(text);
    const isBomb = text.byteLength > Math.max(ALWAYS_UNZIPPED_BYTES, bytes.byteLength * MAX_RATIO);
    const refused = isBomb ? (413 as const) : null;
    return { bytes, headers: { "content-encoding": "gzip" }, refused, how: "gzip, " };
  };
  const cutOff = () => {
    const whole = gzipSync(text);
    const bytes = whole.subarray(0, Math.max(1, Math.floor(whole.byteLength / 2)));
    return { bytes, headers: { "content-encoding": "gzip" }, refused: 400 as const, how: "gzip cut off, " };
  };
  const falselyZipped = () => ({
    bytes: text.byteLength > 0 ? text : Buffer.from("x"),
    headers: { "content-encoding": "gzip" },
    refused: 400 as const,
    how: "labelled gzip but is not, ",
  });
  const bombed = () => ({
    bytes: bomb(capBytes * 4),
    headers: { "content-encoding": "gzip" },
    refused: 413 as const,
    how: "gzip bomb, ",
  });
  const tooLarge = () => ({
    bytes: Buffer.alloc(capBytes + 1, 0x20),
    headers: {},
    refused: 413 as const,
    how: "over the cap, ",
  });
  return fc
    .oneof(
      { arbitrary: fc.constant(() => plain), weight: 800 },
      { arbitrary: fc.constant(zipped), weight: 120 },
      { arbitrary: fc.constant(cutOff), weight: 40 },
      { arbitrary: fc.constant(falselyZipped), weight: 40 },
      { arbitrary: fc.constant(bombed), weight: 2 },
      { arbitrary: fc.constant(tooLarge), weight: 1 },
    )
    .map((make) => make());
}

/** Texts that are not JSON. */
export const notJson: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .constantFrom(
      "{",
      "}",
      '{"events":[',
      "undefined",
      "NaN",
      "{'events':[]}",
      '{"events":[],}',
      "\u0000",
      '{"a":\u0001}',
      "<xml/>",
      "events=1&x=2",
      '{"events":[]} {"events":[]}',
      "\ufeff\ufeff{}",
      "[".repeat(40_000),
    )
    .map((text) => Buffer.from(text)),
  fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from([0xff, ...bytes])),
);

import { expect, test } from "vitest";
import { GrowingBuffer } from "./growing-buffer";

const MIB = 1024 * 1024;

test("what is announced takes 64 KiB at most: only what arrives takes more, at most twice", () => {
  const parts = new GrowingBuffer(16 * MIB);
  parts.add(Buffer.alloc(11, "a"));
  expect(parts.whole().buffer.byteLength).toBeLessThanOrEqual(64 * 1024);

  parts.add(Buffer.alloc(MIB, "b"));
  expect(parts.whole().buffer.byteLength).toBeLessThanOrEqual(2 * (MIB + 11));
});

test("the bytes are those that arrived, in order, whatever was announced", () => {
  for (const announced of [0, 3, 1_000, 4_000, 100_000]) {
    const parts = new GrowingBuffer(announced);
    const pieces = Array.from({ length: 40 }, (_, n) => Buffer.alloc(100, n));
    for (const piece of pieces) parts.add(Buffer.from(piece));
    expect(parts.whole().equals(Buffer.concat(pieces))).toBe(true);
  }
});

test("a body of the announced length ends in a buffer of that length", () => {
  const parts = new GrowingBuffer(1_000);
  for (let n = 0; n < 10; n++) parts.add(Buffer.alloc(100, n));
  expect(parts.whole().buffer.byteLength).toBe(1_000);
});

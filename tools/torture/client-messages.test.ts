import { expect, test } from "vitest";
import { ClientMessages, endsReady } from "./client-messages";

/** One message: type, length, content. */
function message(type: string, ...texts: string[]): Buffer {
  const content = Buffer.from(texts.map((text) => `${text}\0`).join(""));
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
}

/** The first message of a connection; it has no type before its length. */
function startUp(): Buffer {
  const content = Buffer.from("\0\x03\0\0user\0tributary\0\0", "latin1");
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([length, content]);
}

const stream = Buffer.concat([
  startUp(),
  message("Q", "BEGIN"),
  message("P", "named", "INSERT INTO batch"),
  message("B", "", "named"),
  message("E", ""),
  message("P", "", "SELECT 1"),
  message("B", "", ""),
  message("B", "", "named"),
]);
const STATEMENTS = ["BEGIN", "INSERT INTO batch", "SELECT 1", "INSERT INTO batch"];

test.each([1, 3, 7, 1_000])(
  "a client's statements are recognized however its stream is cut, here by %i",
  (size) => {
    const messages = new ClientMessages();
    const read = [];
    for (let start = 0; start < stream.length; start += size)
      read.push(...messages.read(stream.subarray(start, start + size)));

    expect(read.flatMap(({ statement }) => statement ?? [])).toEqual(STATEMENTS);
    expect(Buffer.concat(read.map(({ bytes }) => bytes))).toEqual(stream);
  },
);

test("an answer is whole when PostgreSQL is ready for the next query", () => {
  const ready = Buffer.from("Z\0\0\0\x05I", "latin1");
  expect(endsReady(Buffer.concat([message("C", "INSERT 0 1"), ready]))).toBe(true);
  expect(endsReady(message("C", "INSERT 0 1"))).toBe(false);
});

import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { unzipBody, zipBody } from "./stored-body";

test.each([
  ["of no byte", Buffer.alloc(0)],
  ["of one byte", Buffer.from("{")],
  ["that is JSON", Buffer.from(JSON.stringify({ events: [{ id: "Zoë 🙂" }] }))],
  ["of random bytes", randomBytes(100_000)],
  ["of 20 MB of one letter", Buffer.alloc(20_000_000, "x")],
])("a body %s comes back as it was", async (_, body) => {
  expect((await unzipBody(await zipBody(body))).equals(body)).toBe(true);
});

test("a body that is not zipped is itself", async () => {
  for (const text of ["", "{", '{"events":[]}', "\ufeff{}"]) {
    const body = Buffer.from(text);
    expect(await unzipBody(body)).toBe(body);
  }
});

test("what begins like gzip and is damaged comes back as it is, and never as more than it may be", async () => {
  const zip = gzipSync("x".repeat(1_000));
  const cut = zip.subarray(0, zip.byteLength - 6);
  const lying = Buffer.from(zip);
  lying.writeUInt32LE(0xffff_ffff, lying.byteLength - 4);
  const tooLong = gzipSync(Buffer.alloc(65 * 1024 * 1024));
  for (const damaged of [Buffer.from([0x1f, 0x8b]), cut, lying, tooLong]) {
    expect(await unzipBody(damaged)).toBe(damaged);
  }
});

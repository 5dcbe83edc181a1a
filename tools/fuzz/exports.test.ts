import fc from "fast-check";
import { expect, test } from "vitest";
import { writeCsv } from "@/lib/kernel/csv/write-csv";
import { problemOf } from "./exports";

const SIGNS = [
  "=",
  "+",
  "-",
  "@",
  "＝",
  ";",
  "\t",
  "|",
  ",",
  '"',
  "'",
  "\n",
  "\r",
  "\u2028",
  "\u0085",
  " ",
  "1",
];
const hostileText = fc.string({ unit: fc.oneof(fc.constantFrom(...SIGNS), fc.string({ unit: "grapheme" })) });

async function write(rows: readonly (readonly [string, string])[]): Promise<string> {
  const columns = [
    ["first", (row: readonly [string, string]) => row[0]],
    ["second", (row: readonly [string, string]) => row[1]],
  ] as const;
  let file = "";
  for await (const chunk of writeCsv(
    columns,
    (async function* () {
      yield rows;
    })(),
  ))
    file += chunk;
  return file;
}

test("whatever is written stays in its cell and its line for another reader", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(hostileText, hostileText)), async (rows) => {
      expect(problemOf(await write(rows))).toBeNull();
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ["bob\n=1+1", /lines look like/],
  ["a;=1+1", /begins a formula/],
  ['say "hi', /the reader says|cells instead/],
])("a file that keeps %j as it came is found", (cell, problem) => {
  expect(problemOf(`\uFEFFfirst,second\r\n"${cell}","b"\r\n`)).toMatch(problem);
});

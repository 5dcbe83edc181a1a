import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonLines, pathKey } from "./json-lines";

test("joined again, the lines are the value, and each value is found by its path", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      const text = jsonLines(value)
        .map((line) => (line.name === null ? "" : `${JSON.stringify(line.name)}: `) + line.text)
        .join("\n");
      expect(JSON.stringify(JSON.parse(text))).toBe(JSON.stringify(value));
    }),
  );
  const lines = jsonLines({ a: { b: ["x"] } });
  expect(lines.find((line) => line.id === pathKey(["a", "b", 0]))?.text).toBe('"x"');
  expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
});

test("a value nested far too deep overflows neither the stack nor the list of lines", () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 400; depth++) deep = { a: deep };
  expect(jsonLines(deep).length).toBeLessThan(60);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { findElement } from "./find-element";

const padding = "x".repeat(300 * 1024);

const find = async (text: string, index: number) =>
  (await findElement(Buffer.from(text), "events", index))?.toString("utf8");

test("an element is found as JSON.parse finds it, whatever is around it", async () => {
  const member = fc.tuple(
    fc.constantFrom('"events"', '"\\u0065vents"', '"x"', '"event"'),
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom("", " ", "\n\t"),
  );
  const run = fc.asyncProperty(
    fc.array(member, { maxLength: 5 }),
    fc.nat({ max: 4 }),
    async (members, index) => {
      const text = `{${members.map(([name, value, space]) => `${space}${name}${space}:${space}${JSON.stringify(value, null, space)}${space}`).join(",")}}`;
      const { events } = JSON.parse(text) as { events?: unknown };
      const found = await find(text, index);
      const wanted = Array.isArray(events) ? events[index] : undefined;
      expect(found === undefined ? undefined : JSON.parse(found)).toEqual(wanted);
    },
  );
  await fc.assert(run, { seed: 20_261_128, numRuns: 2_000 });
});

test("an element behind long ones, with brackets in texts, and after a byte order mark", async () => {
  const events = [{ a: padding }, [']}\\"', padding], 1, {}, { last: true }];
  const text = `\uFEFF{"x":"${padding}","events":${JSON.stringify(events)},"y":[${padding.length}]}`;
  for (const [index, event] of events.entries())
    expect(JSON.parse((await find(text, index)) ?? "")).toEqual(event);
  expect(await find(text, events.length)).toBeUndefined();
});

test.each(["[]", "1", '{"events":{"0":1}}', '{"events":[]}', "{}", '{"events":1}', '"events"'])(
  "nothing is found in %s",
  async (text) => {
    expect(await find(text, 0)).toBeUndefined();
  },
);

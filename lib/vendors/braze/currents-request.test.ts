import { describe, expect, it } from "vitest";
import { parseCurrentsBody, parseCurrentsEvent } from "@/lib/vendors/braze/currents-request";

const parse = (text: string) => parseCurrentsBody(Buffer.from(text));

describe("a Currents body", () => {
  it.each(["", "  \n", "{}", '{"events":[]}'])("%j only tries the credentials", async (text) => {
    expect(await parse(text)).toEqual({ kind: "probe" });
  });

  it("is a batch whatever its events are, malformed ones included", async () => {
    expect(await parse('{"events":[{"id":"a"},7,null],"more":1}')).toEqual({
      kind: "batch",
      events: [{ id: "a" }, 7, null],
    });
  });

  it("may be one bare event", async () => {
    expect(await parse('{"event_type":"x","id":"a"}')).toEqual({
      kind: "batch",
      events: [{ event_type: "x", id: "a" }],
    });
  });

  it.each([
    "nope",
    '{"events":',
    "7",
    "null",
    '"text"',
    '[{"events":[]}]',
    '{"events":{}}',
    '{"events":null}',
    '{"id":"a"}',
  ])("%j is invalid", async (text) => {
    expect((await parse(text)).kind).toBe("invalid");
  });

  it("keeps every digit of a long number, as text; a number that a double holds stays one", async () => {
    const text =
      '{"events":[{"properties":{"order_id":12345678901234567890,"sku":9007199254740992,"price":9.99,"note":"a, 12345678901234567890"}}]}';
    const properties = {
      order_id: "12345678901234567890",
      sku: 9_007_199_254_740_992,
      price: 9.99,
      note: "a, 12345678901234567890",
    };
    expect(await parse(text)).toEqual({ kind: "batch", events: [{ properties }] });
    const padded = `${text.slice(0, -2)},{"id":"${"x".repeat(300 * 1024)}"}]}`;
    expect(await parse(padded)).toMatchObject({ events: [{ properties }, {}] });
  });

  it("of millions of values is too large, whatever it is zipped to", async () => {
    const text = `{"events":[${"0,".repeat(2_500_000)}0]}`;
    expect((await parse(text)).kind).toBe("too_large");
  });
});

describe("one event of a stored body", () => {
  const long = "x".repeat(400_000);

  it.each([
    '{"events":[{"id":"a"},7,null,12345678901234567890]}',
    `{"x":"${long}","events":[{"a":"${long}","n":12345678901234567890},[1],{"b":0.10000000000000000001}]}`,
    '{"event_type":"x","id":"a","n":12345678901234567890}',
    `{"event_type":"x","id":"${long}"}`,
    `{"events":[1],"events":[2,3]}`,
    "no JSON",
    `{"events":[${long}`,
    '{"events',
  ])("is what the whole body has at its place: %#", async (text) => {
    const body = await parse(text);
    for (const index of [0, 1, 2, 3, 4]) {
      const wanted = body.kind === "batch" ? body.events[index] : undefined;
      expect(await parseCurrentsEvent(Buffer.from(text), index)).toEqual(wanted);
    }
  });
});

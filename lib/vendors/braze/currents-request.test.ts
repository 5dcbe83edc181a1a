import { describe, expect, it } from "vitest";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";

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

  it("of millions of values is too large, whatever it is zipped to", async () => {
    const text = `{"events":[${"0,".repeat(2_500_000)}0]}`;
    expect((await parse(text)).kind).toBe("too_large");
  });
});

import { describe, expect, it } from "vitest";
import { parseCurrentsBody } from "@/lib/vendors/braze/currents-request";

describe("a Currents body", () => {
  it.each(["", "  \n", "{}", '{"events":[]}'])("%j only tries the credentials", (text) => {
    expect(parseCurrentsBody(text)).toEqual({ kind: "probe" });
  });

  it("is a batch whatever its events are, malformed ones included", () => {
    expect(parseCurrentsBody('{"events":[{"id":"a"},7,null],"more":1}')).toEqual({
      kind: "batch",
      events: [{ id: "a" }, 7, null],
    });
  });

  it("may be one bare event", () => {
    expect(parseCurrentsBody('{"event_type":"x","id":"a"}')).toEqual({
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
  ])("%j is invalid", (text) => {
    expect(parseCurrentsBody(text).kind).toBe("invalid");
  });
});

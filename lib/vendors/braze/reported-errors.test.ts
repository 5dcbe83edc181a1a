import { describe, expect, test } from "vitest";
import { listsOf, type WireChange } from "./cohort-changes";
import { reportedErrors } from "./reported-errors";

const change = (parts: Partial<WireChange>): WireChange => ({
  user_ids: [],
  device_ids: [],
  aliases: [],
  should_remove: false,
  ...parts,
});

const CHANGES = [
  change({
    user_ids: ["ada", "7", "o'brien"],
    device_ids: ["phone"],
    aliases: [{ alias_name: "bob@x.example", alias_label: "email" }],
  }),
  change({ user_ids: ["eve"], should_remove: true }),
];

function read(errors: unknown, changes = CHANGES) {
  const body = JSON.stringify({ message: "success", errors });
  const { refused, unnamed } = reportedErrors({ body, isComplete: true }, listsOf(changes), ["secret-key"]);
  return { refused: Object.fromEntries(refused), unnamed };
}

describe("the members that Braze names are refused, in its words", () => {
  test.each([
    [
      "by index, as /users/track does",
      { type: "blocked", input_array: "user_ids", index: 1 },
      "7",
      "blocked",
    ],
    [
      "by the index of a device",
      { type: "unknown", input_array: "device_ids", index: 0 },
      "phone",
      "unknown",
    ],
    ["by the index of an alias", { error: "bad", input_array: "aliases", index: 0 }, "bob@x.example", "bad"],
    ["in a field", { message: "too long", external_id: "eve" }, "eve", "too long"],
    ["as a number in a field", { message: "too long", user_id: 7 }, "7", "too long"],
    ["in a list", { message: "no", user_ids: ["ada"] }, "ada", "no"],
    ["as an alias", { reason: "no", alias: { alias_name: "bob@x.example" } }, "bob@x.example", "no"],
    ["in quotation marks", 'The id "ada" is on the blocklist.', "ada", "The id ada"],
    ["behind a colon", "BLACKLISTED_EXTERNAL_USER_ID: eve", "eve", "BLACKLISTED"],
  ])("%s", (_, error, id, words) => {
    const { refused, unnamed } = read([error]);
    expect(Object.keys(refused)).toEqual([id]);
    expect(refused[id]?.replaceAll('"', "")).toContain(words);
    expect(unnamed).toBeNull();
  });

  test("several of them, in one error or in many", () => {
    expect(read("Rejected: ada, eve").refused).toMatchObject({
      ada: "Rejected: ada, eve",
      eve: expect.any(String),
    });
    expect(read(["'ada' is gone", "'7' is gone"]).refused).toEqual({
      ada: "'ada' is gone",
      "7": "'7' is gone",
    });
  });

  test("without the secrets of the call", () => {
    expect(read(["secret-key may not add 'ada'"]).refused.ada).toBe("[removed] may not add 'ada'");
  });
});

describe("an error that names nobody says so", () => {
  test.each([
    ["a place that two lists have", [{ type: "blocked", input_array: "user_ids", index: 0 }]],
    ["a place beyond the list", [{ type: "blocked", input_array: "device_ids", index: 4 }]],
    ["another list", [{ type: "blocked", input_array: "cohort_changes", index: 0 }]],
    ["an id that was not sent", [{ message: "bad", external_id: "zoe" }]],
    ["a number that is no id", [{ message: "bad", code: 7 }]],
    ["an id that is only a word of the sentence", "Please ask ada about error 7"],
    ["something else", [42]],
  ])("%s", (_, errors) => {
    expect(read(errors)).toMatchObject({ refused: {}, unnamed: expect.any(String) });
  });

  test("so does a body that breaks off in its errors", () => {
    const answer = { body: '{"message":"success","errors":[{"type":"blo', isComplete: false };
    expect(reportedErrors(answer, listsOf(CHANGES), []).unnamed).toContain("blo");
  });
});

test.each([
  "",
  "{}",
  "[]",
  "ok",
  "null",
  '{"message":"success"}',
  '{"errors":[]}',
  '{"errors":null}',
  '{"mess',
])("the answer %j reports nothing", (body) => {
  expect(reportedErrors({ body, isComplete: true }, listsOf(CHANGES), [])).toEqual({
    refused: new Map(),
    unnamed: null,
  });
});

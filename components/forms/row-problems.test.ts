import { expect, test } from "vitest";
import { nameProblem, ruleProblem, userPropertyProblem } from "./row-problems";

const rule = (pattern: string) => ({ pattern, action: "drop" as const });

test("of two rules for one pattern the later one says that it has no effect, however it is written", () => {
  const rules = [rule("*email*"), rule("phone"), rule(" *EMAIL* ")];
  expect([0, 1, 2].map((place) => ruleProblem(rules, place))).toEqual([
    null,
    null,
    expect.stringContaining("Rule 1 already covers this name"),
  ]);
  expect(ruleProblem([rule(" ")], 0)).toContain("or remove the row");
  expect(ruleProblem([rule("*a*b*c*d*e*")], 0)).toContain("5 stars");
});

test("a half-empty row of names says so, an empty one is left out, and one name is renamed once", () => {
  const names = [
    { from: "a", to: "A" },
    { from: "", to: "" },
    { from: "b", to: " " },
    { from: "a ", to: "C" },
  ];
  expect([0, 1, 2, 3].map((place) => nameProblem(names, place))).toEqual([
    null,
    null,
    "Enter both names, or remove the row.",
    "Row 1 already renames “a”. Remove one of the two.",
  ]);
});

test("a user property needs both names, one that Heap allows, and once for the same events", () => {
  const row = (eventType: string, from: string, to: string) => ({
    ...{ eventType, from, to },
    protection: "rules" as const,
  });
  const rows = [
    row("", "email_address", "email"),
    row("users.X", "email_address", "email"),
    row("", "phone_number", ""),
    row("", "phone_number", "User_ID"),
    row("", "other", " email"),
    row("users.X", "", ""),
  ];
  const said = rows.map((_, place) => userPropertyProblem(rows, place));
  expect(said.slice(0, 2)).toEqual([null, null]);
  expect(said[2]).toContain("or remove the row");
  expect(said[3]).toContain("Heap does not allow this name");
  expect(said[4]).toContain("Row 1 already fills “email” from the same events");
  expect(said[5]).toContain("or remove the row");
});

import { expect, test } from "vitest";
import { toMatchView } from "./match-check-view";
import { matchAdvice, matchLevel, matchSentence, percent, suggestCheck } from "./match-words";

test("a measured share is described with its counts and its interval", () => {
  expect(matchSentence(toMatchView({ known: 171, sampled: 200, population: 1_000_000 }))).toBe(
    "Braze knows 171 of 200 sampled IDs: 85.5% (80.0 to 89.7%)",
  );
});

test("a share is never rounded to all or to none", () => {
  expect([0, 0.0001, 0.5, 0.9999, 1].map(percent)).toEqual(["0", "0.1", "50.0", "99.9", "100"]);
});

test.each([
  [1, "good"],
  [0.95, "good"],
  [0.9, "fair"],
  [0.7, "fair"],
  [0.3, "low"],
] as const)("a share of %d is %s", (share, level) => {
  expect(matchLevel({ share })).toBe(level);
});

test("similar unknown ids are counted, most frequent first, with what to do next", () => {
  const ids = ["a@x.com", "b@x.com", " c", "undefined", "12345678901234567", "USER-7", "user-8"];

  const advice = matchAdvice({ share: 0.1 }, ids, "external_id");

  expect(advice[0]).toMatch(/^2 of the 7 unknown IDs look like email addresses/);
  expect(advice.join(" ")).toMatch(/1 of the 7 unknown IDs has capital letters/);
  expect(advice.join(" ")).toContain("choose another property for the user ID in Heap’s integration");
  expect(matchAdvice({ share: 0.1 }, ["d"], "alias").join(" ")).toContain("alias label");
  expect(matchAdvice({ share: 0.1 }, ["d"], "external_id_or_device_id").join(" ")).toContain(
    "as an external ID and as a device ID",
  );
  expect(matchAdvice({ share: 0.99 }, ["d"], "external_id")).toHaveLength(1);
  expect(matchAdvice({ share: 1 }, [], "external_id")[0]).toContain("Nothing to do");
});

test("a check is suggested for a segment never checked, changed, small or low, and for no other", () => {
  const lastMatch = { share: 0.98, population: 100, isOutdated: false };
  const segment = { wanted: 100, acked: 100, owed: 0, lastMatch };

  expect(suggestCheck(segment)).toBeNull();
  expect(suggestCheck({ ...segment, wanted: 0, lastMatch: null })).toBeNull();
  expect(suggestCheck({ ...segment, lastMatch: null })).toBe("never_checked");
  expect(suggestCheck({ ...segment, lastMatch: { ...lastMatch, isOutdated: true } })).toBe(
    "identifier_changed",
  );
  expect(suggestCheck({ ...segment, acked: 50 })).toBe("looks_small");
  expect(suggestCheck({ ...segment, acked: 50, owed: 50 })).toBeNull();
  expect(suggestCheck({ ...segment, wanted: 300, acked: 300 })).toBe("size_changed");
  expect(suggestCheck({ ...segment, lastMatch: { ...lastMatch, share: 0.2 } })).toBe("low");
});

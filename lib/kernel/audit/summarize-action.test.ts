import { expect, test } from "vitest";
import { recordedActions } from "@/tools/testing/recorded-actions";
import { summarizeAction } from "./summarize-action";

test.each(recordedActions())("%s has a plain description", (action) => {
  const words = summarizeAction(action, "Name");
  expect(words).toMatch(/^[A-Z][A-Za-z’ -]+ “Name”$/);
  expect(words).not.toContain(":");
});

test("a subject that is gone or has no name still reads as a whole", () => {
  expect(summarizeAction("endpoint.rotated", null)).toBe("Rotated the endpoint");
  expect(summarizeAction("source.updated", null)).toBe("Changed the source");
  expect(summarizeAction("user.sign_in_refused", null)).toBe("Refused attempts to sign in");
});

test("an action without a description is spelled out", () => {
  expect(summarizeAction("match_check.run_by_hand", "X")).toBe("Run by hand: match check “X”");
});

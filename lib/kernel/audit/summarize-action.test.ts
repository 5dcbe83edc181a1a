import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { summarizeAction } from "./summarize-action";

/** Every action that the code records. */
function recordedActions(): string[] {
  const folder = path.resolve(import.meta.dirname, "../..");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.includes(".test.") && !file.startsWith("generated"),
  );
  const text = files.map((file) => readFileSync(path.join(folder, file), "utf8")).join("\n");
  return [...new Set(text.match(/(?<=action: [^\n]*")[a-z_]+\.[a-z_]+(?=")/g))];
}

test.each(recordedActions())("%s has a plain description", (action) => {
  const words = summarizeAction(action, "Name");
  expect(words).toMatch(/^[A-Z][A-Za-z ]+ "Name"$/);
  expect(words).not.toContain(":");
});

test("a subject that is gone or has no name still reads as a whole", () => {
  expect(summarizeAction("endpoint.rotated", null)).toBe("Rotated the endpoint");
  expect(summarizeAction("source.updated", null)).toBe("Changed the source");
  expect(summarizeAction("user.sign_in_refused", null)).toBe("Refused attempts to sign in");
});

test("an action without a description is spelled out", () => {
  expect(summarizeAction("match_check.run_by_hand", "X")).toBe('Run by hand: match check "X"');
});

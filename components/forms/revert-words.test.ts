import { expect, test } from "vitest";
import { ApiError } from "@/components/data/call-api";
import { whyNotReverted } from "./revert-words";

test("only a refusal says that nothing changed; without an answer nobody knows", () => {
  const words = (status: number, code: string) =>
    whyNotReverted("Currents", new ApiError(status, code, "Why."));
  expect(words(409, "conflict")).toContain("Nothing was reverted.");
  expect(words(403, "forbidden")).toBe("“Currents” could not be reverted. Nothing changed. Why.");
  for (const unknown of [words(503, "no_answer"), words(500, "internal"), whyNotReverted("Currents", null)]) {
    expect(unknown).toContain("It is not known whether “Currents” was reverted.");
    expect(unknown).not.toContain("Nothing");
  }
});

import { expect, test, vi } from "vitest";
import { sharedAnswers } from "./shared-answers";

test("an answer is made once for all who ask while it is made and within a second, for each key", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  const answers = sharedAnswers<number>("once");
  let count = 0;
  const make = async () => ++count;
  expect(await Promise.all([answers.get("a", make), answers.get("a", make)])).toEqual([1, 1]);
  expect(await answers.get("a", make)).toBe(1);
  expect(await answers.get("b", make)).toBe(2);
  expect(await sharedAnswers<number>("once").get("a", make)).toBe(1);

  vi.advanceTimersByTime(1_000);
  expect(await answers.get("a", make)).toBe(3);
  vi.useRealTimers();
});

test("what was forgotten is made again, also if it was on its way", async () => {
  const answers = sharedAnswers<string>("forgotten");
  let end = (_: string) => {};
  const old = answers.get("a", () => new Promise((resolve) => (end = resolve)));
  answers.forget("a");
  expect(await answers.get("a", async () => "new")).toBe("new");
  end("old");
  expect(await old).toBe("old");
  expect(await answers.get("a", async () => "newer")).toBe("new");
});

test("an answer that could not be made is made again", async () => {
  const answers = sharedAnswers<string>("failed");
  await expect(answers.get("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await answers.get("a", async () => "yes")).toBe("yes");
});

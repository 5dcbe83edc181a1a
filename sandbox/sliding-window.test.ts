import { expect, it } from "vitest";
import { SlidingWindow } from "./sliding-window";

it("never allows more than the limit in any span of the window", () => {
  const window = new SlidingWindow(10, 1_000);
  window.spend(6, 0);
  window.spend(4, 900);

  expect(window.left(999)).toBe(0);
  expect(window.left(1_000)).toBe(6);
  expect(window.left(1_899)).toBe(6);
  expect(window.left(1_900)).toBe(10);
});

it("stays exact when its spent entries are cut off", () => {
  const window = new SlidingWindow(5_000, 1_000);
  for (let ms = 0; ms < 4_000; ms += 1) window.spend(1, ms);

  expect(window.left(3_999)).toBe(4_000);
  expect(window.resetsInMs(3_999)).toBe(1);
});

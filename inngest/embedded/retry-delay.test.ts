import fc from "fast-check";
import { expect, test } from "vitest";
import { retryDelayMs } from "./retry-delay";

test("delays double from 10 seconds up to an hour", () => {
  const longest = () => 1;
  expect([1, 2, 3, 10, 100].map((n) => retryDelayMs(n, longest))).toEqual([
    10_000, 20_000, 40_000, 3_600_000, 3_600_000,
  ]);
});

test("jitter never removes more than half of a delay", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempts, chance) => {
        const delay = retryDelayMs(attempts, () => chance);
        const longest = retryDelayMs(attempts, () => 1);
        return delay >= longest / 2 && delay <= longest;
      },
    ),
  );
});

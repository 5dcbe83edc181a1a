import { expect, test } from "vitest";
import { shareWithin } from "./share-within";

const lag = (events: number, withinTarget: number) => ({
  events,
  withinTarget,
  averageSeconds: 1,
  medianSeconds: 1,
  p95Seconds: 1,
  maxSeconds: 1,
});

test("what is queued for longer than the target counts as missed, and only all of them are 100%", () => {
  expect(shareWithin(lag(1_000, 1_000), 0)).toBe("100%");
  expect(shareWithin(lag(1_000, 1_000), 9_000)).toBe("10%");
  expect(shareWithin(lag(10_000, 10_000), 1)).toBe("99.9%");
  expect(shareWithin(null, 3)).toBe("0%");
  expect(shareWithin(null, 0)).toBe("–");
});

import { expect, test } from "vitest";
import { roomFor, secondsOfWaiting } from "./time-under-limit";

const limit = { most: 100, remaining: 30, endsInSeconds: 600, windowSeconds: 3_600 };

test("a tenth of the limit is left to others; a window that is over makes room for a full one", () => {
  expect(roomFor(limit)).toEqual({ now: 20, inWindow: 90 });
  expect(roomFor({ ...limit, remaining: 5 })).toEqual({ now: 0, inWindow: 90 });
  expect(roomFor({ ...limit, endsInSeconds: 0 })).toEqual({ now: 90, inWindow: 90 });
});

test("calls that fit wait for nothing; the others wait for the end of this window, and for each further one", () => {
  expect(secondsOfWaiting(20, limit)).toBe(0);
  expect(secondsOfWaiting(21, limit)).toBe(600);
  expect(secondsOfWaiting(110, limit)).toBe(600);
  expect(secondsOfWaiting(111, limit)).toBe(4_200);
  expect(secondsOfWaiting(1_000_000, null)).toBeNull();
});

test("after a 429 without a known limit the estimate stays finite", () => {
  expect(secondsOfWaiting(3, { most: 0, remaining: 0, endsInSeconds: 10, windowSeconds: 3_600 })).toBe(
    10 + 2 * 3_600,
  );
});

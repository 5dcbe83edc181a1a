import { expect, test } from "vitest";
import { measuredShare } from "./measured-share";

/** So large that the correction vanishes: then the values match the textbooks. */
const ENDLESS = 1e12;

test.each([
  // Newcombe (1998), Statistics in Medicine 17, table I, Wilson's score method without continuity correction.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
  [171, 200, 0.7995, 0.8971],
])("%i of %i give Wilson's known interval", (known, sampled, low, high) => {
  const measured = measuredShare(known, sampled, ENDLESS);
  expect(measured.low).toBeCloseTo(low, 4);
  expect(measured.high).toBeCloseTo(high, 4);
});

test("asking about everybody leaves no doubt, and asking about nearly everybody hardly any", () => {
  expect(measuredShare(171, 200, 200)).toEqual({ share: 0.855, low: 0.855, high: 0.855 });

  const nearly = measuredShare(171, 200, 202);
  expect(nearly.low).toBeGreaterThanOrEqual(171 / 202);
  expect(nearly.high).toBeLessThanOrEqual(173 / 202);
});

test("the interval contains the share, narrows with the population, and mirrors that of the opposite share", () => {
  for (const population of [200, 250, 400, 2_000, 1_000_000]) {
    for (const known of [0, 1, 57, 100, 199, 200]) {
      const { share, low, high } = measuredShare(known, 200, population);
      expect(low).toBeLessThanOrEqual(share);
      expect(high).toBeGreaterThanOrEqual(share);

      const larger = measuredShare(known, 200, population * 2);
      expect(larger.high - larger.low).toBeGreaterThanOrEqual(high - low - 1e-12);

      const opposite = measuredShare(200 - known, 200, population);
      expect(opposite.low).toBeCloseTo(1 - high, 12);
      expect(opposite.high).toBeCloseTo(1 - low, 12);
    }
  }
});

test("it contains the true share about 95 times in 100", () => {
  // Exact, without randomness: the probability of each sample of 40 from 120, times whether its interval contains the
  // truth.
  const [population, sampled, truth] = [120, 40, 84];
  let covered = 0;
  for (let known = 0; known <= sampled; known++) {
    const { low, high } = measuredShare(known, sampled, population);
    if (low <= truth / population && truth / population <= high) {
      covered += Math.exp(
        logChoose(truth, known) +
          logChoose(population - truth, sampled - known) -
          logChoose(population, sampled),
      );
    }
  }
  expect(covered).toBeGreaterThan(0.93);
  expect(covered).toBeLessThan(0.98);
});

function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let step = 1; step <= k; step++) sum += Math.log(n - k + step) - Math.log(step);
  return sum;
}

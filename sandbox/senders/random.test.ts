import { expect, it } from "vitest";
import { createRandom, freshSeed } from "./random";

const idsOf = (seed: number, count: number) => {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.uuid());
};

it("repeats itself for the same seed", () => {
  expect(idsOf(7, 50)).toEqual(idsOf(7, 50));
});

it("makes ids that are unique within a run and between runs", () => {
  const ids = [idsOf(1, 20_000), idsOf(2, 20_000), idsOf(freshSeed(), 20_000)].flat();
  expect(new Set(ids).size).toBe(60_000);
});

it("makes ids in the form of a UUID", () => {
  expect(idsOf(1, 1)[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it("spreads its choices evenly", () => {
  const random = createRandom(3);
  const counts = [0, 0, 0, 0];
  for (let draw = 0; draw < 40_000; draw += 1) {
    const choice = random.below(4);
    counts[choice] = (counts[choice] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

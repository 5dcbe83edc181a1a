import type { Figure, PartResult } from "./figure";

/** What costs more with many customers than with one is what does not belong to the work. */
const COMPARED = [
  "lag, median",
  "lag, 99th percentile",
  "processor time of the app for 1,000 events",
  "processor time of PostgreSQL for 1,000 events",
  "transactions for each event",
  "runs of functions",
];

/**
 * Puts the figures of many customers beside those of one that sends as much, with the ratio of the two. On a machine
 * that does other work the ratios say more than the figures.
 */
export function besideOne(many: PartResult, one: PartResult): PartResult {
  const alone = one.figures.map((figure) => ({
    ...figure,
    name: `one customer that sends as much: ${figure.name}`,
  }));
  const ratios = COMPARED.flatMap((name): Figure[] => {
    const value = figureOf(many, name) / figureOf(one, name);
    return Number.isFinite(value)
      ? [{ name: `${name}, of one customer's that sends as much`, value, unit: "times" }]
      : [];
  });
  return { part: many.part, figures: [...many.figures, ...alone, ...ratios] };
}

function figureOf({ figures }: PartResult, name: string): number {
  return figures.find((figure) => figure.name === name)?.value ?? Number.NaN;
}

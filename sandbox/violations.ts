/** Examples kept per kind, so that a long bench cannot fill the memory. */
const EXAMPLES_PER_KIND = 10;

/** One kind of contract breach: how often it was seen and the first few cases in words. */
export type Violation = { count: number; examples: string[] };

/** Counts calls that a vendor would tolerate (or punish late) although its contract asks callers not to make them. */
export class Violations {
  private readonly kinds = new Map<string, Violation>();

  record(kind: string, example: string): void {
    const seen = this.kinds.get(kind) ?? { count: 0, examples: [] };
    seen.count += 1;
    if (seen.examples.length < EXAMPLES_PER_KIND) seen.examples.push(example);
    this.kinds.set(kind, seen);
  }

  /** How often one kind was seen. */
  count(kind: string): number {
    return this.kinds.get(kind)?.count ?? 0;
  }

  summary(): Record<string, Violation> {
    return Object.fromEntries(this.kinds);
  }
}

/**
 * Does work in steps until a step finds nothing left to do, so that what was done is not done again when a run is interrupted.
 * @param name of the steps, which are numbered
 * @param most so many steps at most; what is left waits for the next run
 * @param work one bounded piece; returns how much it did
 * @returns how many steps it took
 */
export async function stepsUntilDone(
  step: { run(id: string, work: () => Promise<number>): Promise<number> },
  { name, most }: { name: string; most: number },
  work: () => Promise<number>,
): Promise<{ steps: number }> {
  for (let count = 1; count <= most; count++) {
    if ((await step.run(`${name}-${count}`, work)) === 0) return { steps: count };
  }
  return { steps: most };
}

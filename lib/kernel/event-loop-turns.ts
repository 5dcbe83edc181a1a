/** How long work may hold the event loop before others have their turn. Our choice: far below what a probe notices. */
const TURN_MS = 10;

/** Work that takes turns with everything else on the event loop. */
export interface Turns {
  /** Whether the present turn has lasted long enough. Costs almost nothing, so ask after each small piece of work. */
  isOver(): boolean;
  /** Lets everything else on the event loop run; then a new turn begins. */
  next(): Promise<void>;
}

/** Begins the first turn. Use as `if (turns.isOver()) await turns.next();` in every loop whose length a sender decides. */
export function takeTurns(): Turns {
  let endsAtMs = performance.now() + TURN_MS;
  return {
    isOver: () => performance.now() > endsAtMs,
    async next() {
      await new Promise<void>((resolve) => setImmediate(resolve));
      endsAtMs = performance.now() + TURN_MS;
    },
  };
}

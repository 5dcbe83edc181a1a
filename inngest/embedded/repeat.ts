import { setTimeout } from "node:timers/promises";
import type { EngineLogger } from "./context";

/** Something repeated until it is stopped. */
export interface Chore {
  /** Resolves when the round under way has ended. */
  stop(): Promise<void>;
}

/**
 * Does `work` now, and then again `everySeconds` after each round has ended. A failed round is reported, and the next
 * one follows.
 */
export function repeat(
  name: string,
  everySeconds: number,
  logger: EngineLogger,
  work: () => Promise<void>,
): Chore {
  const stopping = new AbortController();

  async function rounds(): Promise<void> {
    while (!stopping.signal.aborted) {
      await work().catch((err) => logger.error({ err }, `The engine's ${name} failed.`));
      await pause(everySeconds, stopping.signal);
    }
  }

  const ended = rounds();
  return {
    stop() {
      stopping.abort();
      return ended;
    },
  };
}

/** Whether `work` succeeded within `seconds`. It keeps running if it did not. */
export async function isDoneWithin(seconds: number, work: Promise<void>): Promise<boolean> {
  const timeout = new AbortController();
  const outcome = work.then(
    () => true,
    () => false,
  );
  const isDone = await Promise.race([outcome, pause(seconds, timeout.signal).then(() => false)]);
  timeout.abort();
  return isDone;
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  // It rejects only when the signal cuts it short, which is just another way to end.
  await setTimeout(seconds * 1000, undefined, { signal }).catch(() => undefined);
}

import { isErrorNamed } from "./errors";

/** More work waits than may: the caller should say so and let the sender try again. */
export class QueueFull extends Error {
  override readonly name = "QueueFull";

  static override [Symbol.hasInstance](err: unknown): boolean {
    return isErrorNamed("QueueFull", err);
  }
}

/** How much is worked on at a time, and how much may wait for it. */
export interface QueueLimits {
  places: number;
  maxWaiting: number;
}

/** Runs work when a place is free, in the order in which it came. */
export interface Queue {
  /** @throws QueueFull at once when too much waits; and what the work throws */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Nothing is worked on, and nothing waits. */
  isIdle(): boolean;
}

/** Opens a queue for work that takes much of something that all share: memory, threads, connections. */
export function openQueue({ places, maxWaiting }: QueueLimits): Queue {
  let busy = 0;
  const waiting: (() => void)[] = [];

  return {
    async run(work) {
      if (busy >= places) {
        if (waiting.length >= maxWaiting) throw new QueueFull("too much waits");
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else busy++;
      try {
        return await work();
      } finally {
        // The place goes to the one who has waited longest, if anyone waits.
        const next = waiting.shift();
        if (next) next();
        else busy--;
      }
    },
    isIdle: () => busy === 0,
  };
}

/** A queue for each key, kept only while it is in use: nobody waits for the work of another key. */
export function openQueues(limits: QueueLimits): {
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
} {
  const queues = new Map<string, Queue>();
  return {
    async run(key, work) {
      const queue = queues.get(key) ?? openQueue(limits);
      queues.set(key, queue);
      try {
        return await queue.run(work);
      } finally {
        if (queue.isIdle()) queues.delete(key);
      }
    },
  };
}

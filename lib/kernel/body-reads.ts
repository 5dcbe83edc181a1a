import type { Ctx } from "@/lib/kernel/actor";
import { TributaryError } from "@/lib/kernel/errors";
import { openQueue, openQueues, QueueFull } from "@/lib/kernel/queue";

/**
 * Stored bodies that are read because somebody asks. One of 16 MB takes ten times its size of memory and a second of
 * the processor, so all have few places, and one person leaves a place to the others. Our choice.
 */
const OF_PERSON = { places: 1, maxWaiting: 30 };
const OF_ALL = { places: 2, maxWaiting: 100 };

/** Who waits longer is told so, since people and programs ask again by then. */
const MAX_WAIT_SECONDS = 10;

interface Places {
  persons: ReturnType<typeof openQueues>;
  all: ReturnType<typeof openQueue>;
}

// Kept on globalThis because Next bundles a module more than once.
const shared = globalThis as typeof globalThis & { tributaryBodyReads?: Places };
shared.tributaryBodyReads ??= { persons: openQueues(OF_PERSON), all: openQueue(OF_ALL) };
const { persons, all } = shared.tributaryBodyReads;

/**
 * Reads stored bodies for somebody, in their turn.
 * @param read reads them, walks through them and lets go of them before it ends
 * @throws TributaryError `unavailable` when too much of theirs waits, or waits too long; what `read` throws
 */
export async function readInTurn<Result>({ actor }: Ctx, read: () => Promise<Result>): Promise<Result> {
  const untilMs = performance.now() + MAX_WAIT_SECONDS * 1_000;
  try {
    return await persons.run(actor.kind === "system" ? actor.name : actor.id, () =>
      all.run(() => {
        if (performance.now() > untilMs) throw new QueueFull("waited too long");
        return read();
      }),
    );
  } catch (err) {
    if (!(err instanceof QueueFull)) throw err;
    throw new TributaryError("unavailable", "The server is busy. Try again in a few seconds.");
  }
}

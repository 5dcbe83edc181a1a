import { TributaryError } from "@/lib/kernel/errors";
import { openQueue, openQueues, QueueFull } from "@/lib/kernel/queue";

/** Files that are written at a time, for one caller and for all; each holds some MB. Our choice. */
const OF_CALLER = { places: 2, maxWaiting: 0 };
const OF_ALL = { places: 8, maxWaiting: 0 };

interface Places {
  callers: ReturnType<typeof openQueues>;
  all: ReturnType<typeof openQueue>;
}

// Kept on globalThis because Next bundles a module more than once.
const shared = globalThis as typeof globalThis & { tributaryDownloads?: Places };
shared.tributaryDownloads ??= { callers: openQueues(OF_CALLER), all: openQueue(OF_ALL) };
const { callers, all } = shared.tributaryDownloads;

/**
 * Takes a place for a file that is written for a caller.
 * @returns gives it back; calling it again changes nothing
 * @throws TributaryError `unavailable` when there is none
 */
export function takeDownload(callerId: string): Promise<() => void> {
  return new Promise((take, refuse) => {
    const untilReleased = () => new Promise<void>((release) => take(release));
    callers
      .run(callerId, () => all.run(untilReleased))
      .catch((err) => refuse(err instanceof QueueFull ? busy() : err));
  });
}

function busy(): TributaryError {
  return new TributaryError(
    "unavailable",
    "Too many downloads are in progress. Try again when one has finished.",
  );
}

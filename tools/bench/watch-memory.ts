import type { Figure } from "./figure";
import { percentile } from "./measure-latency";
import { memoryMbOf, peakMemoryMbOf } from "./process-cost";

const LOOK_EVERY_MS = 500;

/**
 * Watches how much memory processes hold together from now on. Linux only: it reads `/proc`.
 * @returns how to stop; then the highest peak of one process, in MB, and what they held in the last third of the time until `endedMs`, as
 *   a share of what they held in the third before it: more than 100 % where memory grows as long as there is work
 */
export function watchMemory(pids: readonly number[]): { stop(endedMs: number): Figure[] } {
  const startedMs = Date.now();
  const seen: { atMs: number; mb: number }[] = [];
  const look = setInterval(() => {
    seen.push({ atMs: Date.now(), mb: pids.reduce((sum, pid) => sum + memoryMbOf(pid), 0) });
  }, LOOK_EVERY_MS);

  return {
    stop(endedMs) {
      clearInterval(look);
      const thirdMs = (endedMs - startedMs) / 3;
      const heldIn = (third: number) =>
        percentile(
          seen
            .filter(
              ({ atMs }) => atMs >= startedMs + thirdMs * third && atMs < startedMs + thirdMs * (third + 1),
            )
            .map(({ mb }) => mb)
            .sort((a, b) => a - b),
          0.5,
        );
      return [
        {
          name: "peak memory of a process of the app",
          value: Math.max(...pids.map(peakMemoryMbOf)),
          unit: "MB",
        },
        {
          name: "memory in the last third, as a share of the middle third",
          value: (heldIn(2) / heldIn(1)) * 100,
          unit: "%",
        },
      ];
    },
  };
}

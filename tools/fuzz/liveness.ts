import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

interface Answered {
  askedAtMs: number;
  tookMs: number;
}

/** How quickly a server answered `/api/live` while it was attacked: how long its event loop was held. */
export interface Liveness {
  /** The slowest answer to a question asked from this time on, in milliseconds. */
  slowestSinceMs(sinceMs: number): number;
  /** The answer times at this share of all, from 0 to 1, in milliseconds. */
  percentileMs(share: number): number;
  stop(): void;
}

/** Asks a server's `/api/live` a hundred times a second until it is stopped. */
export function watchLiveness(url: string): Liveness {
  const probe = spawn(process.execPath, [path.join(import.meta.dirname, "probe.mjs"), `${url}/api/live`], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const answers: Answered[] = [];
  createInterface({ input: probe.stdout }).on("line", (line) => {
    const [askedAtMs = 0, tookMs = 0] = line.split(" ").map(Number);
    answers.push({ askedAtMs, tookMs });
  });

  return {
    slowestSinceMs: (sinceMs) => {
      let slowest = 0;
      // One that was asked before may have waited for what came after.
      for (let place = answers.length - 1; place >= 0; place--) {
        const answer = answers[place];
        if (!answer || answer.askedAtMs + answer.tookMs < sinceMs) break;
        slowest = Math.max(slowest, answer.tookMs);
      }
      return slowest;
    },
    percentileMs: (share) => {
      const sorted = answers.map(({ tookMs }) => tookMs).sort((left, right) => left - right);
      return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    },
    stop: () => void probe.kill(),
  };
}

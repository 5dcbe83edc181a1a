import type { Pool } from "pg";
import type { EngineFunction } from "./subset";

/** Where the engine logs what it could not do. Fields never hold event data or step results. */
export interface EngineLogger {
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/** How fast the engine notices things. All have defaults; tests shorten them. */
export interface EngineTiming {
  /** Between two heartbeats of this process. */
  heartbeatSeconds: number;
  /** After this silence a process whose connection is gone counts as dead. */
  deadAfterSeconds: number;
  /** Between two sweeps for lost wake-ups. */
  sweepSeconds: number;
  /** How long `stop()` lets running steps finish. */
  stopSeconds: number;
  /** How long to wait after the nth failed attempt (n starts at 1), in milliseconds. */
  retryDelayMs(failedAttempts: number): number;
}

/** What every part of one running engine shares. */
export interface EngineContext {
  pool: Pool;
  functions: EngineFunction[];
  /** The SDK's own handler, called in this process, or what calls one elsewhere. */
  handler(req: Request): Promise<Response>;
  logger: EngineLogger;
  timing: EngineTiming;
  /** Row id of this process in `engine_process`. */
  processId: number;
  /** Runs this process is executing now. */
  active: Set<string>;
  /** Active runs for which another job came while they ran. */
  knocked: Set<string>;
  /** Runs this process may still own in the database but no longer executes, because releasing them failed. */
  abandoned: Set<string>;
  isStopping(): boolean;
  /** Whether all of this process's workers of the lane are at work. */
  isLaneFull(lane: string): boolean;
  /** Makes an idle worker look for jobs at that time instead of at its next poll. */
  nudgeAt(atMs: number): void;
}

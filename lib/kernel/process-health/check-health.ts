import { pool } from "@/lib/kernel/database";
import { areEventWeeksMade } from "@/lib/kernel/event-weeks";
import { type FunctionsState, readFunctionsState } from "@/lib/kernel/heartbeat";
import { inTime } from "@/lib/kernel/in-time";
import { knownUnusableKeys } from "@/lib/kernel/key-rotation/find-unusable-keys";
import { areMigrationsApplied } from "@/lib/kernel/migrations";
import { type ProcessPhase, processPhase } from "@/lib/kernel/process-phase";
import { sharedAnswers } from "@/lib/kernel/shared-answers";
import { type StorageState, storageState } from "./storage-state";

export interface Health {
  database: "up" | "down";
  /** Whether the database has what this version needs; unknown while it is down. */
  migrations: "applied" | "missing" | "unknown";
  /** Whether the books have a partition for this week and the next; unknown while the database is down. Without one they go on. */
  eventWeeks: "made" | "missing" | "unknown";
  /** Whether the database takes what arrives; unknown while it is down. */
  storage: StorageState | "unknown";
  /** Whether ENCRYPTION_KEYS has every key that stored secrets need; unknown while the database is down. */
  encryptionKeys: "complete" | "incomplete" | "unknown";
  /** The ids of keys that stored secrets need and this process cannot use. */
  unusableKeys?: string[];
  process: ProcessPhase;
  /**
   * Whether the functions ran in the last two minutes, in this process or elsewhere; unknown while the database is down.
   * Not a reason to send requests elsewhere: every process would be out, and Braze and Heap refused.
   */
  functions: FunctionsState["state"] | "unknown";
  /** True when requests can be sent here. */
  isReady: boolean;
}

/** Our choice; a prober gives up soon after. */
const PATIENCE_SECONDS = 5;

const found = sharedAnswers<Awaited<ReturnType<typeof readFacts>>>("health");

/**
 * Whether this process can store incoming data now. What the database says is at most a second or so old, because anybody
 * may ask. Never throws.
 */
export async function checkHealth(): Promise<Health> {
  const { database, migrations, eventWeeks, storage, unusable, functions } = await found.get(
    "all",
    readFacts,
  );

  const phase = processPhase();
  const encryptionKeys = unusable === null ? "unknown" : unusable.length > 0 ? "incomplete" : "complete";
  const isReady =
    database === "up" &&
    migrations === "applied" &&
    storage === "writable" &&
    encryptionKeys !== "incomplete" &&
    phase === "running";
  return {
    database,
    migrations,
    eventWeeks,
    storage: database === "up" ? storage : "unknown",
    encryptionKeys,
    ...(unusable?.length && { unusableKeys: unusable.map(({ keyId }) => keyId) }),
    process: phase,
    functions,
    isReady,
  };
}

async function readFacts() {
  const [database, migrations, eventWeeks, storage, unusable, functions] = await Promise.all([
    inTime(pool.query<{ isUp: boolean }>(`SELECT true AS "isUp"`), PATIENCE_SECONDS).then(
      () => "up" as const,
      () => "down" as const,
    ),
    inTime(areMigrationsApplied(), PATIENCE_SECONDS).then(
      (applied) => (applied ? ("applied" as const) : ("missing" as const)),
      () => "unknown" as const,
    ),
    inTime(areEventWeeksMade(), PATIENCE_SECONDS).then(
      (made) => (made ? ("made" as const) : ("missing" as const)),
      () => "unknown" as const,
    ),
    inTime(storageState(), PATIENCE_SECONDS).catch(() => "unknown" as const),
    inTime(knownUnusableKeys(), PATIENCE_SECONDS).catch(() => null),
    inTime(readFunctionsState(), PATIENCE_SECONDS).then(
      ({ state }) => state,
      () => "unknown" as const,
    ),
  ]);
  return { database, migrations, eventWeeks, storage, unusable, functions };
}

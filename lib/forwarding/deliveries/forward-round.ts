import { setTimeout as pause } from "node:timers/promises";
import { WAITING_SOURCES } from "@/lib/forwarding/batches/waiting-sources";
import { anyLength } from "@/lib/kernel/any-length";
import { pool } from "@/lib/kernel/database";
import { SOURCE_FLOWS } from "@/lib/kernel/holds/hold-rule";
import { log } from "@/lib/kernel/log";
import { forwardIfFree, type Slice } from "./forward-slice";

/** A round takes no more apps after this long, so that a step of the function stays short. */
const ROUND_SECONDS = 10;
/** Apps that are forwarded side by side. Our choice: they share their statements (lib/kernel/coalesce.ts), so the more the better. */
const MOST_AT_A_TIME = 24;
/** Of those, apps of one customer: all of theirs may begin to hang at once. */
const MOST_OF_A_CUSTOMER = 2;
/** How long an app keeps its place. What is left after that gets a run of its own. */
const APP_SECONDS = 2;
/**
 * Batches of an app that come within this time are forwarded together. The more apps wait, the longer it is: then a call for each
 * second of each app would cost more than what it brings. Our choice.
 */
const REST_SECONDS = { shortest: 1, longest: 2, forEachApp: 0.01 };
/**
 * Between two looks for apps. What is found in one look goes through its statements together: looking five times a second, a
 * thousand quiet customers cost a fifth more of the processor.
 */
const LOOK_AGAIN_MS = 500;
/** Apps that are found at a time. */
const MOST_FOUND = 200;
/** After this many slices that ended with their process, the app is left to a run of its own. */
const MOST_BROKEN_OFF = 1;

/** A Heap app with pending batches, and the customer of one of its sources. */
interface WaitingApp {
  heapApp: string;
  customerId: string;
}

interface FoundApp extends WaitingApp {
  /** Since its last slice began, in any process; null before the first, and below zero after the database's clock went back. */
  sinceBegunSeconds: number | null;
}

export interface Round extends Slice {
  /** Apps with more than their place here allows, or that have to wait: they need runs of their own. */
  unfinished: WaitingApp[];
}

/**
 * Forwards for all Heap apps that work and have pending batches, side by side, until none has any or the round's time is
 * over. Rounds may overlap, in this process and in others: an app belongs to whoever has its turn (`forwardIfFree`).
 */
export async function forwardRound(): Promise<Round> {
  const deadlineMs = Date.now() + ROUND_SECONDS * 1_000;
  const flying = new Map<string, { customerId: string; landed: Promise<void> }>();
  const unfinished = new Map<string, WaitingApp>();
  let recorded = 0;

  function start({ sinceBegunSeconds: _, ...app }: FoundApp): void {
    const landed = forwardIfFree(app.heapApp, APP_SECONDS)
      .then((slice) => {
        if (!slice) return;
        recorded += slice.recorded;
        if (!slice.done) unfinished.set(app.heapApp, app);
      })
      .catch((err: unknown) => {
        log.error({ err, heapApp: app.heapApp }, "a Heap app is left to a run of its own; the others go on");
        unfinished.set(app.heapApp, app);
      })
      .finally(() => flying.delete(app.heapApp));
    flying.set(app.heapApp, { customerId: app.customerId, landed });
  }

  let isOver = false;
  while (!isOver && Date.now() < deadlineMs) {
    const apart = [...flying.keys(), ...unfinished.keys()];
    const found = await findWaitingApps(apart);
    for (const app of found.filter(hasRested(found.length))) {
      while (flying.size >= MOST_AT_A_TIME) await Promise.race(landings());
      if (countOf(app.customerId) < MOST_OF_A_CUSTOMER) start(app);
    }
    isOver = found.length === 0 && flying.size === 0;
    if (!isOver) await pause(LOOK_AGAIN_MS);
  }
  await Promise.all(landings());
  return { recorded, done: isOver, waitSeconds: 0, unfinished: [...unfinished.values()] };

  function landings(): Promise<void>[] {
    return [...flying.values()].map(({ landed }) => landed);
  }

  function countOf(customerId: string): number {
    return [...flying.values()].filter((one) => one.customerId === customerId).length;
  }
}

/** Whether an app's rest is over when so many apps wait. */
function hasRested(waiting: number): (app: FoundApp) => boolean {
  const { shortest, longest, forEachApp } = REST_SECONDS;
  const seconds = Math.min(longest, Math.max(shortest, waiting * forEachApp));
  return ({ sinceBegunSeconds: since }) => since === null || since < 0 || since >= seconds;
}

/**
 * Heap apps with pending batches that may be called at once, those of longest ago first, also while they rest: none whose last call failed,
 * that waits, or whose last slices ended with their process. It costs as much as there are sources in which something waits.
 */
async function findWaitingApps(except: readonly string[]): Promise<FoundApp[]> {
  const { rows } = await pool.query<FoundApp>({
    name: "find-waiting-apps",
    text: `${WAITING_SOURCES}
     SELECT s.heap_app AS "heapApp", min(s.customer_id::text) AS "customerId",
            extract(epoch FROM now() - a.slice_begun_at)::float8 AS "sinceBegunSeconds"
     FROM waiting w
     JOIN source s ON s.id = w.source_id
     JOIN customer c ON c.id = s.customer_id
     LEFT JOIN heap_app a ON a.key = s.heap_app
     WHERE ${SOURCE_FLOWS} AND s.heap_app <> ALL (${anyLength("$1::text[]")}::text[])
       AND COALESCE(a.failures, 0) = 0 AND COALESCE(a.resume_at, '-infinity') <= now()
       AND COALESCE(a.open_slices, 0) <= ${MOST_BROKEN_OFF}
     GROUP BY s.heap_app, a.touched_at, a.slice_begun_at ORDER BY a.touched_at NULLS FIRST LIMIT ${MOST_FOUND}`,
    values: [except],
  });
  return rows;
}

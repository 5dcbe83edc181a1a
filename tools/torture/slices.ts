import { setTimeout as pause } from "node:timers/promises";
import type { Ground } from "./ground";
import { type Attack, killAtPoints } from "./kill-at-points";
import { killAtRandom, killOneOfTwo } from "./kill-at-random";
import { killInDeletions } from "./kill-in-deletions";
import { killInUpkeep } from "./kill-in-upkeep";
import { startLoad } from "./load";
import { disturbNeighbours } from "./noisy-neighbour";
import { type KillingSlice, POINTS, type Point } from "./points";
import { skewClocks } from "./skew-clocks";
import { failVendors } from "./vendor-faults";

const REST_MS = 4_000;
const CUT_MS = 3_000;
/** Longer than the app waits for a connection, shorter than its senders wait for an answer. */
const STALL_MS = 9_000;

/** A part of the torture that can run alone. */
export interface Slice {
  name: string;
  /** What is done to the app, for the list of slices. */
  what: string;
  /** Whether it reaches into the embedded engine, so that it says nothing of an Inngest server. */
  needsEmbeddedEngine?: boolean;
  attack(ground: Ground): Promise<Attack>;
}

/** Fewest kills of a whole run; slices run alone need not reach it. */
export const KILLS_AT_LEAST = 200;

/** All slices, in the order of a whole run. Those whose recovery takes long come first. */
export const SLICES: readonly Slice[] = [
  {
    name: "vendors",
    what: "Braze and Heap answer 429, 500, 503, 423, 401, slowly, half, too late and not at all",
    attack: (ground) => failVendors(ground, "vendors"),
  },
  killing("braze-call", "SIGKILL at each moment between owed, called and acked", 2),
  {
    name: "attribute-call",
    what: "SIGKILL at each moment between owed, called and acked, where membership is an attribute",
    // Once: each segment's attribute is named once.
    attack: (ground) =>
      killAtPoints(ground, "attribute-call", POINTS["attribute-call"], 1, { hasAttributes: true }),
  },
  killing("heap-call", "SIGKILL at each moment between pending, called and recorded", 2),
  {
    name: "together",
    what: "SIGKILL while the apps of five customers share a statement or a transaction",
    attack: (ground) => killAtPoints(ground, "together", POINTS.together, 2, { sending: 5 }),
  },
  {
    ...killing("engine", "SIGKILL at each moment between hint, run and step", 2),
    needsEmbeddedEngine: true,
  },
  killing("segment-accept", "SIGKILL while a segment page is stored", 6),
  killing("currents-accept", "SIGKILL while a batch is stored", 10),
  {
    name: "deletion",
    what: "SIGKILL at each moment of a request to delete a user",
    attack: (ground) => killInDeletions(ground, "deletion"),
  },
  {
    name: "upkeep",
    what: "SIGKILL while weeks are made, packed and dropped, old rows pruned and bodies zipped",
    needsEmbeddedEngine: true,
    attack: (ground) => killInUpkeep(ground, "upkeep"),
  },
  {
    name: "random",
    what: "SIGKILL at random moments while Braze and Heap fail",
    attack: (ground) => killAtRandom(ground, "random", 60),
  },
  {
    name: "two-processes",
    what: "two processes on one database, one or the other killed at random, one frozen",
    attack: (ground) => killOneOfTwo(ground, "two-processes", 40),
  },
  {
    name: "clocks",
    what: "a process with a wrong clock, Heap's and Braze's clocks wrong too",
    attack: (ground) => skewClocks(ground, "clocks"),
  },
  {
    name: "noisy-neighbour",
    what: "a customer's Braze and Heap hang while it sends twenty times its share; ten others are measured",
    attack: (ground) => disturbNeighbours(ground, "noisy-neighbour"),
  },
  {
    name: "database",
    what: "PostgreSQL restarted, crashed, cut off and silent",
    attack: (ground) => breakDatabase(ground, "database", 3),
  },
];

/** What `npm test` runs: one kill at each of the moments that matter most. */
export const SHORT_SLICE: Slice = {
  name: "short",
  what: "one SIGKILL at each of six points",
  attack: (ground) => killAtPoints(ground, "short", SHORT_POINTS, 1),
};

const SHORT_POINTS = [
  pointOf("braze-call", "call took effect at Braze, not answered"),
  pointOf("heap-call", "call to Heap booked, not made"),
  pointOf("heap-call", "Heap answered, not recorded"),
  pointOf("segment-accept", "a page stored, not answered"),
  pointOf("currents-accept", "a batch came, not stored"),
  pointOf("currents-accept", "a batch stored, not answered"),
];

function pointOf(slice: KillingSlice, name: string): Point {
  const point = POINTS[slice].find((known) => known.name === name);
  if (!point) throw new Error(`slice '${slice}' has no point '${name}'`);
  return point;
}

function killing(name: KillingSlice, what: string, rounds: number): Slice {
  return { name, what, attack: (ground) => killAtPoints(ground, name, POINTS[name], rounds) };
}

/** Under load: restarts PostgreSQL in order and as a crash, cuts the app off from it, and makes its network hang. */
async function breakDatabase(ground: Ground, name: string, rounds: number): Promise<Attack> {
  const customer = await ground.onboard(name);
  const attack: Attack = { customers: [customer], done: {}, missed: [] };
  const { database, app } = ground;
  const breaks: [words: string, act: () => Promise<void>][] = [
    ["PostgreSQL restarted", () => database.restart("fast")],
    ["PostgreSQL crashed and restarted", () => database.restart("immediate")],
    ["app cut off from PostgreSQL", () => during(CUT_MS, app.proxy.cut, app.proxy.restore)],
    ["network to PostgreSQL hangs", () => during(STALL_MS, app.proxy.stall, app.proxy.restore)],
  ];

  const load = startLoad(customer);
  for (let round = 1; round <= rounds; round++) {
    for (const [words, act] of breaks) {
      await pause(REST_MS);
      await act();
      attack.done[words] = (attack.done[words] ?? 0) + 1;
    }
    ground.say(`  ${name}: round ${round} of ${rounds}`);
  }
  await pause(REST_MS);
  await load.stop();
  return attack;
}

async function during(milliseconds: number, begin: () => void, end: () => void): Promise<void> {
  begin();
  await pause(milliseconds);
  end();
}

import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { Sandbox } from "@/sandbox/start";
import { type ApiCall, readApiCalls } from "./api-calls";
import { apiCase, surfaceCase } from "./api-cases";
import { auditBooks, auditSegments, Promised, untilSettled } from "./books";
import type { Answer, FuzzCase, PartName } from "./case";
import { costlyCase } from "./costly-cases";
import { type Crowd, sendCrowd } from "./crowd";
import { currentsCase } from "./currents-cases";
import { auditExports } from "./exports";
import { sendFloods } from "./flood";
import { startGuessing } from "./guessers";
import { heapCase } from "./heap-cases";
import { watchLiveness } from "./liveness";
import { auditNeighbour, startNeighbour } from "./neighbour";
import { makeCostlyReads, runReads } from "./reads";
import type { FuzzReport } from "./report";
import { runCases, type Tally } from "./run-cases";
import { runWire } from "./run-wire";
import { createHttpSender } from "./send";
import { makeTenants, type Tenants } from "./tenants";
import { announce, drip, wireCase } from "./wire-cases";

/**
 * How the cases are divided; those of the wire are slow, since half of them wait for an answer that never comes, and the
 * costly ones are sent one at a time.
 */
const SHARES: Record<PartName, number> = {
  currents: 0.45,
  heap: 0.265,
  api: 0.27,
  wire: 0.01,
  cost: 0.005,
  crowd: 0.005,
  flood: 0.000_01,
  reads: 0.000_01,
};

/**
 * The budgets. Whatever is sent, `/api/live` answers within this time, at the 99.9th percentile, and a single costly
 * request holds the event loop no longer; the machine needs two cores, since the attack takes one.
 */
const LIVE_BUDGET_MS = 250;

/** How often a request is measured that seems to cost more. */
const TIMES_MEASURED = 3;

/** How long many at once may hold it: up to a thousand connections that are made, read and answered in the same moment. */
const CROWD_BUDGET_MS = 500;

/**
 * Bodies that never end, and how long the server has to notice: its limit, and twice the interval at which it checks.
 */
const DRIPS = 20;
const DRIP_SECONDS = 190;

/** Bodies that are announced and do not come, from one customer. */
const ANNOUNCERS = 300;

/** A shorter run does not wait for that. */
const LONG_RUN_CASES = 20_000;

/** The most memory the server may hold during all this: what it needs for its own work, and some bodies at the cap. */
const MEMORY_LIMIT_MB = 700;

/** How many of the costliest cases the report names. */
const COSTLIEST = 10;

export interface FuzzPlan {
  seed: number;
  cases: number;
  parts: readonly PartName[];
  /** The server under attack, and its process. */
  url: string;
  pid: number;
  sandbox: Sandbox;
  say(line: string): void;
}

/** Long enough for what a request left behind to be worked on. */
const AFTERMATH_SECONDS = 2;

/** Attacks a running server and judges everything that follows. Needs the server's database in this process too. */
export async function runFuzz(plan: FuzzPlan): Promise<FuzzReport> {
  const { seed, url, sandbox, say } = plan;
  const startedMs = Date.now();
  const tenants = await makeTenants();
  const calls = await readApiCalls(url);
  const promised = new Promised();
  const sender = createHttpSender(url);
  const neighbour = startNeighbour(sender, tenants.neighbour);
  const drips = Array.from({ length: DRIPS }, () =>
    drip(url, `/api/currents/${tenants.neighbour.source.token}`),
  );

  const problems: string[] = [];
  const note = (sent: FuzzCase, answer: Answer | null) => {
    if (sent.batch && answer?.status === 200) promised.add(sent.batch);
  };
  async function runPart(part: PartName, cases: number): Promise<Tally> {
    if (part === "wire") {
      const [announcer] = crowdOf(tenants).currents;
      const stop = announcer && announce(url, announcer, ANNOUNCERS);
      return runWire(wireCase(tenants), { seed, cases }, url).finally(stop);
    }
    if (part === "crowd") {
      const stop = startGuessing(url);
      const tally = await sendCrowd(url, crowdOf(tenants), cases, undefined, note);
      problems.push(...(await stop()));
      return tally;
    }
    if (part === "flood") return sendFloods(url, cases, noteCost);
    if (part === "reads") return runReads(await makeCostlyReads(tenants, promised), sender.send, noteCost);
    const arbitrary = casesOf(part, tenants, calls, url);
    if (part !== "cost") return runCases(arbitrary, { seed, cases }, sender.send, note);
    const send = measured(sender.send, { liveness, costs, note });
    return runCases(arbitrary, { seed, cases, senders: 1 }, send, note);
  }

  /** What many requests at once cost everyone else. */
  async function noteCost(name: string, startedMs: number): Promise<void> {
    await pauseSeconds(AFTERMATH_SECONDS);
    const heldMs = liveness.slowestSinceMs(startedMs);
    if (heldMs > CROWD_BUDGET_MS) problems.push(`held the event loop for ${heldMs} ms: ${name}`);
    crowdCosts.push({ name, status: null, sentBytes: 0, heldMs });
  }

  const liveness = watchLiveness(url);
  const costs: FuzzReport["costs"] = [];
  const crowdCosts: FuzzReport["costs"] = [];
  const parts: Record<string, Tally> = {};
  const peakMemoryMbAfter: FuzzReport["peakMemoryMbAfter"] = {};
  const total = plan.parts.reduce((sum, part) => sum + SHARES[part], 0);
  for (const part of plan.parts) {
    const cases = Math.ceil((plan.cases * SHARES[part]) / total);
    say(`${part}: ${cases} cases ...`);
    parts[part] = await runPart(part, cases);
    peakMemoryMbAfter[part] = readPeakMemoryMb(plan.pid);
  }

  const waitedSeconds = (Date.now() - startedMs) / 1_000;
  const isLong = plan.cases >= LONG_RUN_CASES;
  if (isLong) await pauseSeconds(Math.max(0, DRIP_SECONDS - waitedSeconds));
  const endedByServer = await countEnded(drips.map(({ ended }) => ended));
  if (isLong && endedByServer < DRIPS)
    problems.push(`${DRIPS - endedByServer} bodies that never end are still waited for`);
  for (const { stop } of drips) stop();

  await neighbour.stop();
  sender.close();
  const live = { p999Ms: liveness.percentileMs(0.999), slowestMs: liveness.percentileMs(1) };
  liveness.stop();
  if (live.p999Ms > LIVE_BUDGET_MS)
    problems.push(`/api/live took ${live.p999Ms} ms at the 99.9th percentile`);
  const tooCostly = costs.filter(({ heldMs }) => heldMs > LIVE_BUDGET_MS);
  for (const { name, heldMs } of tooCostly.slice(0, COSTLIEST))
    problems.push(`held the event loop for ${heldMs} ms: ${name}`);
  if (!(await untilSettled(tenants, say)))
    problems.push("not everything that was accepted came to an outcome");
  problems.push(
    ...(await auditBooks(
      tenants,
      promised,
      (appId) => sandbox.state.heap.apps.get(appId)?.keys ?? new Set(),
    )),
  );
  problems.push(...(await auditSegments()));
  problems.push(...(await auditExports(tenants)));
  problems.push(...auditNeighbour(tenants, sandbox, neighbour));
  const peakMemoryMb = readPeakMemoryMb(plan.pid);
  if (peakMemoryMb !== null && peakMemoryMb > MEMORY_LIMIT_MB)
    problems.push(`the server held ${peakMemoryMb} MB`);
  return {
    seed,
    node: process.version,
    seconds: Math.round((Date.now() - startedMs) / 1_000),
    parts,
    neighbour: {
      events: neighbour.sentIds.size,
      members: neighbour.members.size,
      refused: neighbour.refused.length,
    },
    drips: isLong ? { opened: DRIPS, endedByServer } : null,
    peakMemoryMb,
    peakMemoryMbAfter,
    live,
    costs: [...costs, ...crowdCosts].sort((left, right) => right.heldMs - left.heldMs).slice(0, COSTLIEST),
    problems,
  };
}

/**
 * Sends and notes how long `/api/live` had to wait in the meantime: what the request cost everyone else. What costs too much
 * is sent again: only what it costs each time is its own, and not what else the machine did at that moment.
 * @param note called with what is sent again, and its answer
 */
function measured(
  send: (sent: FuzzCase) => Promise<Answer | null>,
  {
    liveness,
    costs,
    note,
  }: {
    liveness: ReturnType<typeof watchLiveness>;
    costs: FuzzReport["costs"];
    note: (sent: FuzzCase, answer: Answer | null) => void;
  },
) {
  async function measure(sent: FuzzCase): Promise<{ answer: Answer | null; heldMs: number }> {
    const startedMs = Date.now();
    const answer = await send(sent);
    // An accepted batch is mapped about a second after it came.
    await pauseSeconds(answer?.status === 200 ? AFTERMATH_SECONDS : 0.05);
    return { answer, heldMs: liveness.slowestSinceMs(startedMs) };
  }
  return async (sent: FuzzCase): Promise<Answer | null> => {
    const first = await measure(sent);
    let { heldMs } = first;
    for (let time = 1; time < TIMES_MEASURED && heldMs > LIVE_BUDGET_MS && sent.another; time++) {
      const again = sent.another();
      const next = await measure(again);
      note(again, next.answer);
      heldMs = Math.min(heldMs, next.heldMs);
    }
    const { answer } = first;
    costs.push({ name: sent.name, status: answer?.status ?? null, sentBytes: sent.body.byteLength, heldMs });
    return answer;
  };
}

function casesOf(
  part: Exclude<PartName, "wire" | "crowd" | "flood" | "reads">,
  tenants: Tenants,
  calls: readonly ApiCall[],
  url: string,
): fc.Arbitrary<FuzzCase> {
  switch (part) {
    case "currents":
      return currentsCase(tenants.sources);
    case "heap":
      return heapCase(tenants.destinations);
    case "cost":
      return costlyCase(tenants.sources, tenants.destinations);
    case "api":
      return fc.oneof(
        { arbitrary: apiCase(tenants, calls, url), weight: 3 },
        { arbitrary: surfaceCase(tenants), weight: 1 },
      );
  }
}

/** The addresses that take what they get. */
function crowdOf({ sources, destinations, crowdStatusToken }: Tenants): Crowd {
  return {
    currents: sources.filter(({ isOpen, isPaused }) => isOpen && !isPaused),
    heap: destinations.filter(({ isOpen, secret }) => isOpen && secret === null),
    statusToken: crowdStatusToken,
  };
}

async function countEnded(endings: Promise<unknown>[]): Promise<number> {
  const marks = await Promise.all(
    endings.map((ended) => Promise.race([ended.then(() => 1), pauseSeconds(0).then(() => 0)])),
  );
  return marks.reduce<number>((sum, mark) => sum + mark, 0);
}

/** The peak of the resident memory, as Linux reports it. */
function readPeakMemoryMb(pid: number): number | null {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes ? Math.round(Number(kilobytes) / 1_024) : null;
  } catch {
    return null;
  }
}

function pauseSeconds(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
}

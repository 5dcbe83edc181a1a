import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "@/sandbox/faults";
import type { DemoCustomer } from "../demo/customers";
import type { Ground } from "./ground";
import type { Attack } from "./kill-at-points";
import { figuresOf, type LagFigures, LONGEST_SECONDS, measureLags } from "./lag";

const NEIGHBOURS = 10;
const NEIGHBOUR_SEGMENTS = 4;
/** As many as Heap syncs continuously for one environment. */
const NOISY_SEGMENTS = 30;
const MEASURE_SECONDS = 60;
/** The first calls name each cohort; they are not measured. */
const WARM_UP_SECONDS = 20;
/** Until the hanging calls have filled whatever they can fill. */
const SPREAD_SECONDS = 20;

/** Twenty times what one neighbour sends: 5 events every 2 seconds and one page every 4 seconds (lag.ts). */
const NOISY_EVENTS_PER_ROUND = 50;
const NOISY_EVENT_PAUSE_MS = 1_000;
const NOISY_PAGE_PAUSE_MS = 200;
const NOISY_MEMBERS = 10;

/**
 * At most twice the lag without the noise. Below this many seconds no ratio is judged: a hint waits for one second of
 * quiet before it is worked on, so a lag within a second is only the moment at which a batch came.
 */
const MOST_TIMES = 2;
const FLOOR_SECONDS = 1;

/**
 * One customer's Braze and Heap never answer while it sends twenty times its share and syncs 30 segments; the lag of ten
 * others, who send and sync as usual, must stay within twice what it was before.
 */
export async function disturbNeighbours(ground: Ground, name: string): Promise<Attack> {
  const neighbours: DemoCustomer[] = [];
  for (let place = 1; place <= NEIGHBOURS; place++)
    neighbours.push(await ground.onboard(`${name} ${place}`, {}, { segments: NEIGHBOUR_SEGMENTS }));
  const noisy = await ground.onboard(`${name} loud`, {}, { segments: NOISY_SEGMENTS });
  const attack: Attack = { customers: [...neighbours, noisy], done: {}, missed: [] };

  const { sandbox } = ground;
  for (const segmentId of noisy.segmentIds) await noisy.segments.sync(segmentId, { add: ["first"] });
  await measureLags(sandbox, neighbours, WARM_UP_SECONDS);
  ground.say(`  ${name}: ten customers alone`);
  const without = await measureLags(sandbox, neighbours, MEASURE_SECONDS);

  const faults = hang(ground, noisy);
  const noise = startNoise(noisy);
  await pause(SPREAD_SECONDS * 1_000);
  ground.say(`  ${name}: the same ten beside one whose Braze and Heap hang`);
  const beside = await measureLags(sandbox, neighbours, MEASURE_SECONDS);
  await noise.stop();
  sandbox.state.faults.clear({ appId: noisy.heapAppId });
  sandbox.state.faults.clear({ workspaceKey: noisy.workspaceKey });

  for (const fault of faults) {
    const hung = Number.MAX_SAFE_INTEGER - fault.count;
    attack.done[`${fault.target} hung`] = hung;
    if (hung === 0) attack.missed.push(`never reached: ${fault.target} hangs`);
  }
  const flows = [
    { what: "events, Braze to Heap", alone: figuresOf(without.events), beside: figuresOf(beside.events) },
    { what: "members, Heap to Braze", alone: figuresOf(without.members), beside: figuresOf(beside.members) },
  ];
  for (const line of tableOf(flows)) ground.say(`  ${line}`);
  attack.missed.push(...flows.flatMap(judge));
  return attack;
}

interface Flow {
  what: string;
  alone: LagFigures;
  beside: LagFigures;
}

/** What is wrong with a flow's lag, in words. Pure. */
export function judge({ what, alone, beside }: Flow): string[] {
  if (alone.measured === 0 || beside.measured === 0) return [`${what}: no lag was measured`];
  return (["median", "p95"] as const).flatMap((figure) => {
    const most = Math.max(FLOOR_SECONDS, MOST_TIMES * alone[figure]);
    if (beside[figure] <= most) return [];
    return [
      `${what}: ${figure} lag ${seconds(beside[figure])} beside the noisy customer, ${seconds(alone[figure])} without`,
    ];
  });
}

function tableOf(flows: readonly Flow[]): string[] {
  const rows = [
    ["lag of ten others", "median alone", "beside", "p95 alone", "beside", "measured"],
    ...flows.map(({ what, alone, beside }) => [
      what,
      seconds(alone.median),
      seconds(beside.median),
      seconds(alone.p95),
      seconds(beside.p95),
      `${alone.measured} + ${beside.measured}`,
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
}

function seconds(value: number): string {
  return value >= LONGEST_SECONDS ? `over ${LONGEST_SECONDS} s` : `${value.toFixed(1)} s`;
}

/** From now on no call of this customer is answered. */
function hang({ sandbox }: Ground, { heapAppId, workspaceKey }: DemoCustomer): Fault[] {
  const count = Number.MAX_SAFE_INTEGER;
  const faults: Fault[] = [
    { target: "heap.track", mode: "silent_before", match: { appId: heapAppId }, count },
    { target: "braze.users", mode: "silent_before", match: { workspaceKey }, count },
  ];
  for (const fault of faults) sandbox.state.faults.add(fault);
  return faults;
}

/** Sends twenty times a neighbour's events, and changes all segments again and again, until it is stopped. */
function startNoise(customer: DemoCustomer): { stop(): Promise<void> } {
  let isStopping = false;

  async function sendEvents(): Promise<void> {
    while (!isStopping) {
      customer.currents.make(NOISY_EVENTS_PER_ROUND);
      await customer.currents.flush();
      await pause(NOISY_EVENT_PAUSE_MS);
    }
  }

  async function changeSegments(): Promise<void> {
    for (let round = 0; !isStopping; round++) {
      for (const segmentId of customer.segmentIds) {
        const add = Array.from({ length: NOISY_MEMBERS }, (_, n) => `noise-${round}-${segmentId}-${n}`);
        await customer.segments.sync(segmentId, { add });
        await pause(NOISY_PAGE_PAUSE_MS);
      }
    }
  }

  const sending = Promise.all([sendEvents(), changeSegments()]);
  // `stop` awaits it; until then a failure is only kept.
  sending.catch(() => {});
  return {
    stop: async () => {
      isStopping = true;
      await sending;
    },
  };
}

import { setTimeout as pause } from "node:timers/promises";
import type { Fault } from "@/sandbox/faults";
import type { DemoCustomer } from "../demo/customers";
import type { TorturedApp } from "./app";
import type { Hold } from "./database-proxy";
import type { Ground, Plan } from "./ground";
import { startLoad } from "./load";
import type { Point } from "./points";

/** Generous: on a busy machine the app is slow, and a point that is never reached is a failure. */
export const POINT_TIMEOUT_MS = 180_000;
const LOOK_EVERY_MS = 5;

/** What a slice did, and to which customers; the counting comes at the end of the run. */
export interface Attack {
  customers: DemoCustomer[];
  /** How often each thing was done: kills by point, restarts of the database, faults of a vendor. */
  done: Record<string, number>;
  /** What could not be done, so that the run proves nothing, or was found wrong at once, in words. */
  missed: string[];
}

/**
 * Kills the app at each of these points, `rounds` times over, under load; it comes back at once each time.
 * @param plan what each customer has, and how many of them send at the same time
 */
export async function killAtPoints(
  ground: Ground,
  name: string,
  points: readonly Point[],
  rounds: number,
  { sending = 1, ...plan }: Plan & { sending?: number } = {},
): Promise<Attack> {
  const customers: DemoCustomer[] = [];
  for (let n = 1; n <= sending; n++)
    customers.push(await ground.onboard(n === 1 ? name : `${name} ${n}`, {}, plan));
  const attack: Attack = { customers, done: {}, missed: [] };
  const loads = customers.map(startLoad);

  for (let round = 1; round <= rounds; round++) {
    for (const point of points) {
      if (!(await reach(ground, point))) {
        attack.missed.push(`never reached: ${point.name}`);
        continue;
      }
      await ground.app.kill();
      attack.done[point.name] = (attack.done[point.name] ?? 0) + 1;
      await ground.app.start();
    }
    ground.say(`  ${name}: round ${round} of ${rounds}, ${ground.tally.kills} kills so far`);
  }

  await Promise.all(loads.map((load) => load.stop()));
  return attack;
}

/** Waits until the app is held at a point. False when it never got there. */
export async function reach({ app, sandbox }: Ground, { at }: Point): Promise<boolean> {
  if ("when" in at) return untilHeld(app, at);

  const { then, ...order } = at;
  const fault: Fault = { ...order, count: 1 };
  sandbox.state.faults.add(fault);
  const isReached = await untilTaken(fault);
  if (!isReached) sandbox.state.faults.clear();
  return isReached && (then === undefined || untilHeld(app, then));
}

async function untilHeld({ proxy }: TorturedApp, point: Hold): Promise<boolean> {
  const isReached = await within(POINT_TIMEOUT_MS, proxy.hold(point));
  if (!isReached) proxy.unhold();
  return isReached;
}

/** Waits until a fault has hit its last call. False when none came. */
export async function untilTaken(fault: Fault): Promise<boolean> {
  const deadlineMs = Date.now() + POINT_TIMEOUT_MS;
  while (fault.count > 0 && Date.now() < deadlineMs) {
    await pause(LOOK_EVERY_MS);
  }
  return fault.count <= 0;
}

async function within(milliseconds: number, event: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const isInTime = await Promise.race([event.then(() => true), late]);
  clearTimeout(timer);
  return isInTime;
}

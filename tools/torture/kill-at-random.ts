import { setTimeout as pause } from "node:timers/promises";
import type { Ground } from "./ground";
import type { Attack } from "./kill-at-points";
import { startLoad } from "./load";
import { PASSING_FAULTS } from "./vendor-faults";

/** The app lives for at most this long before it is killed again. */
const LIFE_MS = 4_000;
/** Longer than a process may give no sign of life before its turns are taken away. */
const FREEZE_MS = 60_000;

/** Kills the app at random moments, under load, while Braze and Heap fail too. */
export async function killAtRandom(ground: Ground, name: string, kills: number): Promise<Attack> {
  const customer = await ground.onboard(name);
  const load = startLoad(customer);

  for (let kill = 1; kill <= kills; kill++) {
    const fault = PASSING_FAULTS[kill % PASSING_FAULTS.length];
    if (fault) ground.sandbox.state.faults.add({ ...fault, count: 1 });
    await pause(Math.random() * LIFE_MS);
    await ground.app.kill();
    await ground.app.start();
    if (kill % 10 === 0) ground.say(`  ${name}: ${kill} of ${kills} kills`);
  }

  ground.sandbox.state.faults.clear();
  await load.stop();
  return { customers: [customer], done: { "SIGKILL at random": kills }, missed: [] };
}

/**
 * Two processes on one database, each with half of the traffic: one or the other is killed at random, and one is
 * frozen long enough for the other to take over its work, then goes on as if nothing had happened.
 */
export async function killOneOfTwo(ground: Ground, name: string, kills: number): Promise<Attack> {
  const second = await ground.startApp();
  const customers = [
    await ground.onboard(`${name} 1`, { origins: { currents: ground.app.url, segments: second.url } }),
    await ground.onboard(`${name} 2`, { origins: { currents: second.url, segments: ground.app.url } }),
  ];
  const loads = customers.map(startLoad);

  await pause(LIFE_MS);
  await second.freeze(FREEZE_MS);
  for (let kill = 1; kill <= kills; kill++) {
    const victim = Math.random() < 0.5 ? ground.app : second;
    await pause((Math.random() * LIFE_MS) / 2);
    await victim.kill();
    await victim.start();
    if (kill % 10 === 0) ground.say(`  ${name}: ${kill} of ${kills} kills`);
  }

  await Promise.all(loads.map((load) => load.stop()));
  await second.stop();
  return { customers, done: { "SIGKILL of one of two": kills, "one of two frozen": 1 }, missed: [] };
}

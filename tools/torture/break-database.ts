import { setTimeout as pause } from "node:timers/promises";
import type { Ground } from "./ground";
import type { Attack } from "./kill-at-points";
import { startLoad } from "./load";

const REST_MS = 4_000;
const CUT_MS = 3_000;
/** Longer than the app waits for a connection, shorter than its senders wait for an answer. */
const STALL_MS = 9_000;

/** Under load: restarts PostgreSQL in order and as a crash, cuts the app off from it, and makes its network hang. */
export async function breakDatabase(ground: Ground, name: string, rounds: number): Promise<Attack> {
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

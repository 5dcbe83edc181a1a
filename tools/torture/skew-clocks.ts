import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Ground } from "./ground";
import type { Attack } from "./kill-at-points";
import { startLoad } from "./load";

const MINUTE_MS = 60_000;
/** Within the five minutes that a signature's time may be off. */
const APP_AHEAD_MS = [4 * MINUTE_MS, -4 * MINUTE_MS];
/** Refused until Heap's clock is corrected. */
const HEAP_FAR_AHEAD_MS = 10 * MINUTE_MS;
const HEAP_AHEAD_MS = 40_000;
/** Within the day that an event may be ahead of the app; what is further ahead is quarantined, not forwarded. */
const BRAZE_AHEAD_SECONDS = [20 * 3_600, -400 * 86_400];
const TIME_EACH_MS = 12_000;

/**
 * Runs a second process of the app with a clock that is minutes ahead, then one that is minutes behind, and kills
 * each; Heap's clock is at first so wrong that its signatures are refused, and Braze's stamps are most of a day ahead or
 * a year behind.
 */
export async function skewClocks(ground: Ground, name: string): Promise<Attack> {
  const attack: Attack = { customers: [], done: {}, missed: [] };
  const preload = pathToFileURL(path.join(import.meta.dirname, "shift-clock.mjs")).href;

  for (const [place, aheadMs] of APP_AHEAD_MS.entries()) {
    const variables = { NODE_OPTIONS: `--import ${preload}`, CLOCK_AHEAD_MS: String(aheadMs) };
    const skewed = await ground.startApp(variables);
    const customer = await ground.onboard(`${name} ${place + 1}`, {
      origins: { currents: skewed.url, segments: skewed.url },
      currents: { clockAheadSeconds: BRAZE_AHEAD_SECONDS[place] ?? 0 },
      segments: { clockAheadMs: HEAP_FAR_AHEAD_MS },
    });
    attack.customers.push(customer);

    const load = startLoad(customer);
    await pause(TIME_EACH_MS / 2);
    if (!customer.segments.answers.has(400)) attack.missed.push("no signature was refused for Heap's clock");
    customer.segments.setClock(HEAP_AHEAD_MS);
    await pause(TIME_EACH_MS);
    await skewed.kill();
    await skewed.start();
    await pause(TIME_EACH_MS);
    await load.stop();
    await skewed.stop();

    const words = `app's clock off by ${aheadMs / MINUTE_MS} minutes`;
    attack.done[words] = 1;
    attack.done["Heap's clock off by 10 minutes, then set"] = place + 1;
  }
  return attack;
}

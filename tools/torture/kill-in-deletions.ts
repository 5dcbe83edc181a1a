import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import type { DemoCustomer } from "../demo/customers";
import {
  awaitDeletion,
  findLeaver,
  LEAVER,
  leaveSegment,
  readRequests,
  requestDeletion,
  setUpLeaver,
} from "../demo/deletion";
import { findDeletionFaults } from "./find-deletion-faults";
import type { Ground } from "./ground";
import { type Attack, POINT_TIMEOUT_MS, reach } from "./kill-at-points";
import { POINTS } from "./points";

const LOOK_EVERY_MS = 100;

/** A moment of a deletion, and how to wait for it. */
interface Moment {
  name: string;
  reach(customer: DemoCustomer): Promise<boolean>;
}

/**
 * Kills the app at each moment of a request to delete a user, each time another customer's, and looks at once whether
 * the user ended up gone everywhere, with every part of it settled once.
 */
export async function killInDeletions(ground: Ground, name: string): Promise<Attack> {
  const attack: Attack = { customers: [], done: {}, missed: [] };
  const moments: Moment[] = [
    ...POINTS.deletion.map((point) => ({ name: point.name, reach: () => reach(ground, point) })),
    { name: "erased here, Heap not asked", reach: (customer) => untilErasedHere(ground, customer) },
  ];
  const sql = new pg.Client({ connectionString: ground.database.ownerUrl });
  await sql.connect();
  for (const [place, moment] of moments.entries()) {
    // Bodies that are not compressed can be searched.
    const customer = await ground.onboard(
      `${name} ${place + 1}`,
      { currents: { gzip: false } },
      { segments: 2, hasRestApiKey: true },
    );
    attack.customers.push(customer);
    await setUpLeaver(ground.api, customer);
    const isReached =
      (await until(() => isKnown(ground, customer))) && (await killAt(ground, customer, moment));
    if (!isReached) {
      attack.missed.push(`never reached: ${moment.name}`);
      continue;
    }
    attack.done[moment.name] = 1;
    await awaitDeletion(ground.api, customer);
    const faults = [
      ...(await findLeaver(ground.api, ground.sandbox, customer)),
      ...(await findDeletionFaults(sql, ground.sandbox, customer)),
    ];
    attack.missed.push(...faults.map((fault) => `${moment.name}: ${fault}`));
    ground.say(`  ${name}: ${place + 1} of ${moments.length} moments`);
  }
  await sql.end();
  // Only now: what Heap says of them later is kept like any other change of a segment.
  for (const customer of attack.customers) await leaveSegment(customer);
  return attack;
}

/** Braze asks for the deletion, and the app is killed at that moment of it. */
async function killAt(ground: Ground, customer: DemoCustomer, moment: Moment): Promise<boolean> {
  const reached = moment.reach(customer);
  await requestDeletion(customer);
  // The app may be held by now.
  const begun = beginNow(ground, customer).catch(() => {});
  if (!(await reached)) return false;
  await ground.app.kill();
  await begun;
  ground.sandbox.state.faults.clear();
  await ground.app.start();
  await beginNow(ground, customer);
  return true;
}

/** What an admin does who does not wait for the sweep, which begins a request within a minute. */
async function beginNow({ api }: Ground, customer: DemoCustomer): Promise<void> {
  const isThere = await until(async () => (await readRequests(api, customer)).length > 0);
  const [request] = isThere ? await readRequests(api, customer) : [];
  if (request?.startedAt === null)
    await api.post(`/customers/${customer.id}/deletion-requests/${request.id}/start`);
}

/** Heap answers 503 until everything is erased here. */
async function untilErasedHere({ api, sandbox }: Ground, customer: DemoCustomer): Promise<boolean> {
  const count = Number.MAX_SAFE_INTEGER;
  sandbox.state.faults.add({ target: "heap.auth_token", mode: "status", status: 503, count });
  return until(async () => {
    const [request] = await readRequests(api, customer);
    return request?.steps.some(({ party, state }) => party === "here" && state === "done") ?? false;
  });
}

/** Heap and Braze have the user. */
async function isKnown({ sandbox: { state } }: Ground, customer: DemoCustomer): Promise<boolean> {
  const cohorts = state.braze.workspaces.get(customer.workspaceKey)?.cohorts.values() ?? [];
  return (
    (state.heap.apps.get(customer.heapAppId)?.identities.has(LEAVER) ?? false) &&
    [...cohorts].some(({ sent }) => sent.has(LEAVER))
  );
}

async function until(isSo: () => Promise<boolean>): Promise<boolean> {
  const deadlineMs = Date.now() + POINT_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    if (await isSo()) return true;
    await pause(LOOK_EVERY_MS);
  }
  return false;
}

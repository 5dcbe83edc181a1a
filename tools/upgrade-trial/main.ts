import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { startSandbox } from "@/sandbox/start";
import { recreateDatabase, startDatabase } from "../../scripts/database";
import { createApi } from "../demo/api";
import { type DemoCustomer, onboardCustomer, PATIENCE } from "../demo/customers";
import { countEvents } from "../torture/count-events";
import { countMembers } from "../torture/count-members";
import { findStuck, type Stuck } from "../torture/count-stuck";
import { startLoad } from "../torture/load";
import { noteDemoCustomers } from "./demo-customers";
import { type FilledDatabase, fillByDemo } from "./older-demo";
import { openPublicAddress } from "./public-address";
import { releaseIn } from "./release";
import { postSteadily } from "./steady-posts";

/**
 * `npm run upgrade-trial -- --from <folder of an older release> [--to <folder of a newer one>]`: upgrades one to the
 * other under load as docs/operations.md says, then goes back to the older code on the newer schema, counts every event
 * and member, and starts the newer one again for what it had left to itself. Exits with 0 only if nothing was lost, doubled or stuck and nothing was refused for longer than
 * three seconds. Without `--to` it takes what `npm run release` made. With `--filled-by <checkout of the older version>` it
 * begins with the database that the demonstration of that version fills, whose customers have to be the same afterwards;
 * otherwise with an empty one. A release from before the database had two roles needs `--one-role`. On this machine only.
 */
const FOLDER = path.resolve(import.meta.dirname, "../../.data/upgrade-trial");
/** With each version: what runs each minute has run then. */
const LOAD_SECONDS = 70;
const LONGEST_GAP_SECONDS = 3;
/** Of functions that only the newer version has: they wait for it, and hold up nothing that the older one does. */
const LEFT_TO_THE_NEWER = new Set(["debounces waiting", "runs under way", "jobs left"]);
const SETTLE_TIMEOUT_SECONDS = 600;

const { values: options } = parseArgs({
  options: {
    from: { type: "string" },
    "filled-by": { type: "string" },
    "one-role": { type: "boolean" },
    to: { type: "string", default: path.resolve(FOLDER, "../release/tributary") },
  },
});
const closing: (() => unknown)[] = [];

process.exitCode = await tryUpgrade().catch((err: Error) => {
  console.error(`The trial failed: ${err.message}`);
  return 1;
});
for (let close = closing.pop(); close; close = closing.pop()) await close();
process.exit();

async function tryUpgrade(): Promise<number> {
  if (!options.from) throw new Error("name the older release: --from <folder>");
  await rm(path.join(FOLDER, "logs"), { recursive: true, force: true });
  await mkdir(path.join(FOLDER, "logs"), { recursive: true });
  const older = releaseIn(options.from, path.join(FOLDER, "logs/older.log"));
  const newer = releaseIn(options.to, path.join(FOLDER, "logs/newer.log"));

  const { database, secrets } = await (options["filled-by"] ? fillByDemo(options["filled-by"]) : makeEmpty());
  closing.push(() => database.stop());
  const sql = new pg.Client({ connectionString: database.ownerUrl });
  await sql.connect();
  closing.push(() => sql.end());
  const sandbox = await startSandbox();
  closing.push(() => sandbox.close());
  const address = await openPublicAddress();
  closing.push(() => address.close());

  const variables = {
    DATABASE_URL: options["one-role"] ? database.ownerUrl : database.runtimeUrl,
    ...secrets,
    PUBLIC_URL: address.url,
    NEXTAUTH_URL: address.url,
    SANDBOX_URL: sandbox.url,
  };
  const asOwner = { ...variables, DATABASE_OWNER_URL: database.ownerUrl };
  const started = async (release: typeof older) => {
    const server = await release.start(variables);
    closing.push(() => server.stop());
    return server;
  };

  say("The older release: migrating, starting, onboarding a customer ...");
  await older.admin(["migrate"], asOwner);
  const demo = options["filled-by"] ? await noteDemoCustomers(sql, sandbox) : null;
  const first = await started(older);
  address.leadTo(first.port);
  const email = "trial@example.com";
  await older.admin(["create-user", "--email", email, "--name", "Admin", "--role", "admin"], asOwner);
  const key = await older.admin(["create-api-key", "--email", email, "--name", "trial"], asOwner);
  const api = createApi(address.url, key.trim().split("\n").at(-1) ?? "");
  const { customer, steady } = await onboard(api);
  const load = startLoad(customer);
  await pause(LOAD_SECONDS * 1_000);

  say("Migrating with the newer release while the older one serves ...");
  await newer.admin(["migrate"], asOwner);
  const second = await started(newer);
  address.leadTo(second.port);
  say(`The newer one serves; the older one ended with ${await first.stop()}.`);
  await pause(LOAD_SECONDS * 1_000);

  await older.admin(["migrate"], asOwner); // as systemd does at each start
  const third = await started(older);
  address.leadTo(third.port);
  say(`Back to the older one, on the newer schema; the newer one ended with ${await second.stop()}.`);
  await pause(LOAD_SECONDS * 1_000);
  await load.stop();
  await steady.posts.stop();

  const demoFaults = (await demo?.findChanges()) ?? [];
  await demo?.solveTroubles(api);
  say("Waiting until everything is done, then counting ...");
  const stuck = await settle(sql, ({ what }) => !LEFT_TO_THE_NEWER.has(what));
  if (demo) demoFaults.push(...(await demo.findFaults()));
  const events = await countEvents(sql, sandbox, customer);
  const members = await countMembers(sql, sandbox, customer);
  const fourth = await started(newer);
  address.leadTo(fourth.port);
  say(`The newer one again, for what it had left; the older one ended with ${await third.stop()}.`);
  stuck.push(...(await settle(sql, ({ what }) => LEFT_TO_THE_NEWER.has(what))));
  const arrived = sandbox.state.heap.apps.get(steady.heapAppId)?.keys ?? new Set();
  const figures: Record<string, number> = {
    "events accepted": events.acknowledged + steady.posts.accepted.size,
    "events lost": events.lost + [...steady.posts.accepted].filter((id) => !arrived.has(id)).length,
    "events doubled": events.doubled,
    "events given up": events.givenUp,
    members: members.members,
    "members missing or left over": members.missing + members.leftOver + members.misbooked,
    ...(demo && {
      "events of the demonstration": demo.events,
      "members of the demonstration": demo.members,
      "changes and faults of the demonstration's customers": demoFaults.length,
    }),
    stuck: stuck.reduce((sum, { count }) => sum + count, 0),
    "longest time without an accepted post, in ms": steady.posts.longestGapMs(),
  };
  for (const [name, value] of Object.entries(figures)) say(`  ${name}: ${value.toLocaleString("en-US")}`);
  for (const { what, count } of stuck) say(`  stuck: ${count} ${what}`);
  for (const fault of demoFaults) say(`  ${fault}`);

  const faults = [
    "events lost",
    "events doubled",
    "events given up",
    "members missing or left over",
    "stuck",
  ];
  const isWhole = demoFaults.length === 0 && faults.every((name) => figures[name] === 0);
  const isOpen = steady.posts.longestGapMs() <= LONGEST_GAP_SECONDS * 1_000;
  say(isWhole && isOpen ? "Upgraded and back: nothing lost, no gap." : "The trial found something.");
  return isWhole && isOpen ? 0 : 1;
}

async function makeEmpty(): Promise<FilledDatabase> {
  const database = await startDatabase(path.join(FOLDER, "postgres"));
  await recreateDatabase(database);
  const secrets = {
    NEXTAUTH_SECRET: randomBytes(32).toString("base64"),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  };
  return { database, secrets };
}

/** A customer with a load of its own, and a second source to whose posts we look for gaps. */
async function onboard(api: ReturnType<typeof createApi>) {
  const plan = {
    name: "Upgraded",
    heapAppId: "4001",
    workspaceKey: `sandbox-${randomBytes(12).toString("hex")}`,
    prefix: null,
    segments: Array.from({ length: 8 }, (_, place) => `Segment ${place + 1}`),
    firstSegmentId: 9_000,
  };
  const customer: DemoCustomer = await onboardCustomer(api, plan, {
    currents: { ...PATIENCE, batchSize: 20, userCount: 200, redeliverShare: 0.3, gzip: true },
    segments: { ...PATIENCE, pageSize: 12, repeatShare: 0.2, outOfOrder: true, freshSignatures: true },
  });
  const heapAppId = "4002";
  const source = await api.post<{ bearerToken: string; endpoint: { url: string } }>(
    `/customers/${customer.id}/sources`,
    { name: "Steady", heapAppId, heapRegion: "sandbox", bearerToken: "generate" },
  );
  return { customer, steady: { heapAppId, posts: postSteadily(source.endpoint.url, source.bearerToken) } };
}

async function settle(sql: pg.Client, isMeant: (stuck: Stuck) => boolean): Promise<Stuck[]> {
  const deadlineMs = Date.now() + SETTLE_TIMEOUT_SECONDS * 1_000;
  for (let calm = 0; ; ) {
    const stuck = (await findStuck(sql)).filter(isMeant);
    calm = stuck.length === 0 ? calm + 1 : 0;
    if (calm === 2 || Date.now() > deadlineMs) return stuck;
    await pause(1_500);
  }
}

function say(line: string): void {
  console.log(line);
}

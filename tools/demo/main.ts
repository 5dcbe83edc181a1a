import { parseArgs } from "node:util";
import { SANDBOX_PARTNER_KEY } from "@/sandbox/braze/state";
import { preferredPort } from "@/sandbox/preferred-port";
import { startSandbox } from "@/sandbox/start";
import { buildIfChanged } from "../../scripts/build-if-changed";
import { freePort } from "../../scripts/free-port";
import { choosePort, prepareLocalEnvironment } from "../../scripts/local-environment";
import { startServer, stopServers } from "../../scripts/server";
import { makeAdmin } from "./admin";
import { createApi } from "./api";
import { type DemoCustomer, onboardCustomers } from "./customers";
import { awaitDeletion, findLeaver, leaveSegment, requestDeletion, setUpLeaver } from "./deletion";
import { orderFaults } from "./faults";
import { goLive } from "./go-live";
import { sendRound, sendTrickle } from "./traffic";
import { failHeap, setUpTrouble } from "./trouble";
import { type Books, findDifferences, isSettled, readBooks } from "./verify";

/** What the table of the books shows of each customer. */
const COLUMNS = [
  "accepted",
  "pending",
  "forwarded",
  "filtered",
  "duplicate",
  "quarantined",
  "wanted",
  "acked",
  "owed",
] as const;

const SETTLE_TIMEOUT_SECONDS = 300;
const { values: options } = parseArgs({
  options: { once: { type: "boolean" }, faults: { type: "boolean" } },
});
const say = (line: string) => console.log(line);
const wait = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

const closing: (() => Promise<void>)[] = [];
let ending: Promise<never> | undefined;

function stopAll(code: number): Promise<never> {
  ending ??= endAll(code);
  return ending;
}

async function endAll(code: number): Promise<never> {
  await stopServers();
  for (let close = closing.pop(); close; close = closing.pop()) await close();
  process.exit(code);
}

// Registered first, so that a Ctrl-C during the start leaves nothing behind.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => void stopAll(options.once ? 1 : 0));
process.on("uncaughtException", (err) => void fail(err));

const environment = await prepareLocalEnvironment(".data/demo", say, { fresh: true });
closing.push(environment.stop);
await buildIfChanged(say);
say("Starting the sandbox (a local Braze and Heap) and Tributary ...");
const sandbox = await startSandbox({ port: await freePort(preferredPort()) });
closing.push(sandbox.close);
const port = await choosePort(Number(process.env.PORT ?? 3000), say);
const variables = {
  ...environment.variables,
  SANDBOX_URL: sandbox.url,
  BRAZE_PARTNER_KEY_US: SANDBOX_PARTNER_KEY,
  LOG_LEVEL: process.env.LOG_LEVEL ?? "error",
};
Object.assign(process.env, variables, { PUBLIC_URL: `http://127.0.0.1:${port}` });

const { email, password, apiKey, close } = await makeAdmin("Demo");
closing.push(close);
let server = await startServer(variables, port, "inherit");

try {
  const api = createApi(server.url, apiKey);
  say("Onboarding four customers through the JSON API, two of them in trouble ...");
  const customers = await onboardCustomers(api, { withFaults: Boolean(options.faults) });

  await setUpTrouble(sandbox, customers);

  say("Sending about 7,000 events and a 20,000-member segment with adds and removes ...");
  if (options.faults) await orderFaults(sandbox);
  const sending = sendRound(customers);
  if (options.faults) await killAndRestart();
  await sending;

  const [leaving] = customers;
  if (!leaving) throw new Error("there are no customers");
  await setUpLeaver(api, leaving);
  await settle(customers, () => readBooks(api, customers));
  say("Every hop of the two customers without trouble is proven: they go live ...");
  await goLive(api, customers);
  say("Braze posts one request to delete a user: erased here, deleted in Heap and in Braze ...");
  await requestDeletion(leaving);
  await awaitDeletion(api, leaving);
  await leaveSegment(leaving);
  await settle(customers, () => readBooks(api, customers));
  say("Heap stops taking the events of one customer ...");
  await failHeap(sandbox, customers);
  const books = await settle(customers, () => readBooks(api, customers));
  const differences = await findDifferences(api, sandbox, customers, books);
  differences.push(...(await findLeaver(api, sandbox, leaving)));
  report(customers, books, differences);
  say(
    `\n  Tributary  ${server.url}\n  sign in    ${email}  ${password}\n  sandbox    ${sandbox.url}   plays the Braze and Heap of a customer that you onboard\n`,
  );
  if (options.once) await stopAll(differences.length === 0 ? 0 : 1);

  say("Live traffic goes on until Ctrl-C; the table is printed again every half minute.");
  for (let second = 1; !ending; second++) {
    await sendTrickle(customers, second);
    await wait(1);
    if (second % 30 === 0) say(`\n${formatTable(names(customers), await readBooks(api, customers))}`);
  }
} catch (err) {
  await fail(err as Error);
}

/** Prints why, unless the cause was a Ctrl-C, and exits. */
async function fail(err: Error): Promise<never> {
  if (!ending) console.error(`\nThe demonstration failed: ${err.message}`);
  return stopAll(1);
}

/** The worst case: the app is killed in the middle of the traffic, and comes back. */
async function killAndRestart(): Promise<void> {
  await wait(4);
  say("Killing the app (SIGKILL) in the middle of it ...");
  await server.kill();
  await wait(1);
  server = await startServer(variables, port, "inherit");
  say("The app is back.");
}

async function settle(customers: readonly DemoCustomer[], read: () => Promise<Books[]>): Promise<Books[]> {
  const deadlineMs = Date.now() + SETTLE_TIMEOUT_SECONDS * 1_000;
  let books = await read();
  for (let round = 1; !isSettled(customers, books) && Date.now() < deadlineMs; round++) {
    await wait(1);
    books = await read();
    if (round % 5 === 0) say(`  ${progress(customers, books)}`);
  }
  return books;
}

function progress(customers: readonly DemoCustomer[], books: readonly Books[]): string {
  return customers
    .map(({ name }, index) => `${name}: ${books[index]?.pending} pending, ${books[index]?.owed} owed`)
    .join("; ");
}

function names(customers: readonly DemoCustomer[]): string[] {
  return customers.map((customer) => customer.name);
}

function report(
  customers: readonly DemoCustomer[],
  books: readonly Books[],
  differences: readonly string[],
): void {
  say(`\n${formatTable(names(customers), books)}\n`);
  for (const difference of differences) say(`  ${difference}`);
  say(
    differences.length === 0
      ? "  The books balance and every segment in Braze equals the one in Heap; only what a failing Heap or Braze refuses waits."
      : "  The books do NOT balance.",
  );
}

/** The customers' books as lines of text, with grouped and aligned numbers. */
export function formatTable(names: readonly string[], books: readonly Books[]): string {
  const grouped = new Intl.NumberFormat("en-US");
  const rows = [
    ["customer", ...COLUMNS],
    ...books.map((book, index) => [
      names[index] ?? "",
      ...COLUMNS.map((column) => grouped.format(book[column])),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
  return lines.map((line) => `  ${line}`).join("\n");
}

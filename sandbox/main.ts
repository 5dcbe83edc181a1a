import { parseArgs } from "node:util";
import { PARTNER_KEYS } from "./braze/state";
import { preferredPort } from "./preferred-port";
import { createCurrentsSender } from "./senders/currents";
import { freshSeed } from "./senders/random";
import { createSegmentSender } from "./senders/segments";
import { startSandbox } from "./start";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: "string" },
    bearer: { type: "string" },
    events: { type: "string", default: "1000" },
    redeliver: { type: "string", default: "0" },
    world: { type: "boolean", default: false },
    secret: { type: "string" },
    segment: { type: "string", default: "1" },
    name: { type: "string", default: "Sandbox segment" },
    size: { type: "string", default: "2000" },
    rounds: { type: "string", default: "3" },
    seed: { type: "string" },
  },
});

switch (positionals[0]) {
  case undefined:
    await serve();
    break;
  case "currents":
    await runCurrents();
    break;
  case "segments":
    await runSegments();
    break;
  default:
    console.error("Use: main.ts [currents --url URL | segments --url URL]");
    process.exitCode = 1;
}

async function serve(): Promise<void> {
  const wanted = preferredPort();
  const host = process.env.SANDBOX_HOST ?? "127.0.0.1";
  const sandbox = await startSandbox({ port: wanted, host }).catch((err: NodeJS.ErrnoException) => {
    if (err.code !== "EADDRINUSE") throw err;
    console.error(`Port ${wanted} is taken; using a free one.`);
    return startSandbox({ host });
  });

  console.log(guide(sandbox.url));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
  }
}

async function runCurrents(): Promise<void> {
  const sender = createCurrentsSender({
    url: requiredUrl(),
    bearerToken: values.bearer ?? null,
    seed: values.seed === undefined ? freshSeed() : Number(values.seed),
    redeliverShare: Number(values.redeliver),
    isWorld: values.world,
  });
  sender.make(Number(values.events));
  await sender.flush();
  console.log(
    JSON.stringify({ ...sender.ledger.summary(), disabledBecause: sender.disabledBecause() }, null, 2),
  );
}

async function runSegments(): Promise<void> {
  const sender = createSegmentSender({
    url: requiredUrl(),
    secret: values.secret ?? null,
    seed: values.seed === undefined ? freshSeed() : Number(values.seed),
  });
  const segmentId = Number(values.segment);
  const size = Number(values.size);
  sender.define(segmentId, values.name);

  for (let round = 0; round < Number(values.rounds); round += 1) {
    const change = Math.ceil(size / 20);
    await sender.churn(segmentId, round === 0 ? size : change, round === 0 ? 0 : change);
  }
  const truth = { members: sender.members(segmentId).size, digest: sender.digest(segmentId) };
  console.log(
    JSON.stringify({ ...sender.counts, answers: Object.fromEntries(sender.answers), ...truth }, null, 2),
  );
}

function requiredUrl(): string {
  if (values.url && URL.canParse(values.url)) return values.url;
  throw new Error("--url must be the receiver's full URL");
}

function guide(url: string): string {
  return `Sandbox on ${url}

  Braze   ${url}/braze      partner key ${PARTNER_KEYS.us}, Data Import Key sandbox-<anything>,
          REST API key sandbox-rest-<the same anything>
          ${url}/braze-eu   partner key ${PARTNER_KEYS.eu}, Data Import Key sandbox-eu-<anything>
  Heap    ${url}/heap, ${url}/heap-eu   any numeric app id

  curl ${url}/control/state
  curl ${url}/control/braze/sandbox-acme/cohorts
  curl ${url}/control/heap/1001
  curl -X POST ${url}/control/faults -d '{"target":"heap.track","mode":"status","status":503,"count":3}'
  curl -X POST ${url}/control/faults -d '{"target":"braze.users","mode":"drop_after","count":1}'
  curl -X POST ${url}/control/reset

  Everything else is in sandbox/README.md.`;
}

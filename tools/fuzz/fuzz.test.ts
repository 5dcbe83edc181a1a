import type fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import * as currents from "@/app/api/currents/[token]/route";
import * as heap from "@/app/api/heap/[token]/route";
import { auditBooks, auditSegments, Promised } from "./books";
import type { Answer, FuzzCase } from "./case";
import { currentsCase } from "./currents-cases";
import { heapCase } from "./heap-cases";
import { runCases } from "./run-cases";
import { makeTenants, type Tenants } from "./tenants";

// A short slice of `npm run fuzz`, on the routes themselves: the same cases in every run.
const PLAN = { seed: 20_261_125, cases: 400, senders: 4 };
let tenants: Tenants;

beforeAll(async () => {
  process.env.SANDBOX_URL = "http://127.0.0.1:9";
  tenants = await makeTenants();
});

type Handler = (req: Request, context: { params: Promise<{ token: string }> }) => Promise<Response>;

/** How the server decodes the address is not tested here: the token arrives unchanged. */
function sendTo(handler: Handler) {
  return async ({ method, path, headers, body }: FuzzCase): Promise<Answer> => {
    const token = path.split("/").at(-1) ?? "";
    const init = { method, headers, body: Uint8Array.from(body) };
    const res = await handler(new Request("http://127.0.0.1/", init), { params: Promise.resolve({ token }) });
    return { status: res.status, headers: {}, body: await res.text() };
  };
}

async function surprisesOf(arbitrary: fc.Arbitrary<FuzzCase>, handler: Handler, promised = new Promised()) {
  const tally = await runCases(arbitrary, PLAN, sendTo(handler), (sent, answer) => {
    if (sent.batch && answer?.status === 200) promised.add(sent.batch);
  });
  expect(tally.sent).toBe(PLAN.cases);
  return tally.surprises.map(({ name, problem }) => `${name}: ${problem}`);
}

test("hostile Currents requests are answered as docs/flows.md says, and every event answered 200 is in the books", async () => {
  const promised = new Promised();
  expect(await surprisesOf(currentsCase(tenants.sources), currents.POST, promised)).toEqual([]);

  // Nothing is forwarded here: every event is pending, none is missing.
  const problems = await auditBooks(tenants, promised, () => new Set());
  expect(problems.filter((problem) => !/are stuck|did not reach Heap/.test(problem))).toEqual([]);
});

test("hostile segment webhooks are answered as docs/flows.md says, and a segment's counts stay those of its members", async () => {
  expect(await surprisesOf(heapCase(tenants.destinations), heap.POST)).toEqual([]);
  expect(await auditSegments()).toEqual([]);
});

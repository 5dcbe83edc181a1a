import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeDryRun } from "@/lib/cohorts/dry-runs/make-dry-run";
import { pool } from "@/lib/kernel/database";
import { UNFIT_WORDS } from "@/lib/vendors/braze/address-forms";
import { configureWorkspace } from "@/sandbox/control/configure-workspace";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import {
  createTestDestination,
  ctxOf,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import {
  askSync,
  expectEqualCohort,
  membershipIn,
  readSync,
  runToEnd,
  useSandbox,
} from "@/tools/testing/run-syncs";

let sandbox: Sandbox;
let destination: TestDestination;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.state.faults.clear();
  destination = await createTestDestination({ kind: "attribute", identifierKind: "email" });
});

const configure = (settings: object) =>
  configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, ...settings });
const sync = async (segmentId: string, trigger: "manual" | "resync" = "manual") => {
  const syncId = await askSync(destination, segmentId, trigger);
  await runToEnd(syncId);
  return readSync(syncId);
};
const bodies = () =>
  sandbox.state.bodies.of(`braze/${destination.workspaceKey}`).map((text) => JSON.parse(text));
const emails = (count: number) => Array.from({ length: count }, (_, index) => `user${index}@example.com`);

test("users are named by their email address in lower case, enter and leave, and nobody is created", async () => {
  const segmentId = await postPage(destination, { add: ["Ann@Example.com", "bob@example.com"] });
  expect(await sync(segmentId)).toMatchObject({ state: "succeeded", added: 2, pushes: 1 });
  await postPage(destination, { remove: ["ANN@example.com"] }, Date.now() + 10);
  expect(await sync(segmentId)).toMatchObject({ state: "succeeded", removed: 1, pushes: 1 });

  expect(bodies().map(({ attributes }) => attributes)).toEqual([
    [
      { email: "ann@example.com", _update_existing_only: true, heap_trial_users: true },
      { email: "bob@example.com", _update_existing_only: true, heap_trial_users: true },
    ],
    [{ email: "ann@example.com", _update_existing_only: true, heap_trial_users: false }],
  ]);
  expect(sandbox.state.braze.violations.count("creates_users")).toBe(0);
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("two spellings of an address are one member, who leaves if one page says both", async () => {
  const segmentId = await postPage(destination, {
    add: ["Ann@example.com", "ann@example.com", "eve@example.com"],
    remove: ["EVE@example.com"],
  });

  const { rows, counts, realCounts } = await readMembers(segmentId);
  expect(rows.map(({ key, wanted }) => [key, wanted])).toEqual([
    ["ann@example.com", true],
    ["eve@example.com", false],
  ]);
  expect(counts).toEqual(realCounts);
  await sync(segmentId);
  expect(sandbox.state.braze.violations.count("id_twice_in_call")).toBe(0);
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("phone numbers are sent without spaces, dashes and brackets", async () => {
  destination = await createTestDestination({ kind: "attribute", identifierKind: "phone" });
  const segmentId = await postPage(destination, {
    add: ["+1 (415) 555-0123", "+14155550123", "+49 30 1234567"],
  });
  expect(await sync(segmentId)).toMatchObject({ state: "succeeded", added: 2 });

  expect(bodies()[0].attributes.map(({ phone }: { phone: string }) => phone)).toEqual([
    "+14155550123",
    "+49301234567",
  ]);
  await expectEqualCohort(sandbox, destination, segmentId);
});

test("what is no address is refused with the reason and without a call; its neighbours are sent", async () => {
  const unfit = ["4711", "a@b@example.com", "not an address", "zoe@localhost"];
  const segmentId = await postPage(destination, { add: [...unfit, ...emails(80)] });
  const { customerId } = destination;
  expect(await makeDryRun(ctxOf(), { customerId, segmentId, trigger: "manual" })).toMatchObject({
    adds: 80,
    unfit: 4,
    dataPoints: 80,
    after: 80,
  });

  expect(await sync(segmentId)).toMatchObject({
    state: "succeeded_with_errors",
    added: 80,
    refused: 4,
    unfit: 4,
  });
  const { rows } = await readMembers(segmentId);
  expect(rows.find(({ key }) => key === "4711")).toMatchObject({ refused: UNFIT_WORDS.email, acked: false });
  expect(JSON.stringify(bodies())).not.toContain("4711");
  await expectEqualCohort(sandbox, destination, segmentId, unfit);

  // Leaving, they are settled: there is nothing to take away.
  await postPage(destination, { remove: ["4711"] }, Date.now() + 10);
  expect(await sync(segmentId, "resync")).toMatchObject({ added: 80, refused: 3, unfit: 3 });
  await expectEqualCohort(sandbox, destination, segmentId, unfit.slice(1));
});

test("a segment of nothing but other ids ends with all of them refused, and Braze is not called", async () => {
  const segmentId = await postPage(destination, {
    add: Array.from({ length: 100 }, (_, index) => `id-${index}`),
  });

  expect(await sync(segmentId)).toMatchObject({
    state: "succeeded_with_errors",
    refused: 100,
    unfit: 100,
    pushes: 0,
    error: null,
  });
  expect(bodies()).toEqual([]);
});

test.each(["latest", "all"])(
  "of several users with one address, where Braze changes '%s', whoever it changed loses it again",
  async (sharedAnswer) => {
    configure({ shared: { "ann@example.com": ["u1", "u2"] }, sharedAnswer });
    const segmentId = await postPage(destination, { add: ["ann@example.com"] });
    await sync(segmentId);
    expect((await membershipIn(sandbox, destination, segmentId)).sent).toEqual(
      new Set(sharedAnswer === "all" ? ["u1", "u2"] : ["u2"]),
    );
    await postPage(destination, { remove: ["ann@example.com"] }, Date.now() + 10);
    await sync(segmentId);

    expect((await membershipIn(sandbox, destination, segmentId)).sent).toEqual(new Set());
  },
);

test("what Braze says of refused users is kept without their addresses", async () => {
  configure({ poison: ["email:user3@example.com"], poisonAnswer: "words" });
  const segmentId = await postPage(destination, { add: emails(10) });

  expect(await sync(segmentId)).toMatchObject({ added: 9, refused: 1, unfit: 0 });
  const { rows } = await readMembers(segmentId);
  expect(rows.find(({ refused }) => refused !== null)?.refused).toBe(
    "The external id '[removed]' is on the blocklist",
  );
});

const WRITTEN = [
  "ann@x.example",
  "Ann@X.example",
  "ben@x.example",
  "BEN@x.example",
  "cleo@x.example",
  "Id-4711",
];
const names = fc.subarray(WRITTEN);
const deed = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("page" as const), add: names, remove: names }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("drain" as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("sync" as const),
      trigger: fc.constantFrom("manual" as const, "resync" as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("fail" as const),
      mode: fc.constantFrom("status" as const, "drop_after" as const),
      status: fc.constantFrom(400, 429, 503),
    }),
  },
);

test("whatever happens, the attribute in the end is the segment: each address once, and nobody whose ID is none", async () => {
  let tsMs = Date.now();
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 2, maxLength: 8 }), async (deeds) => {
      sandbox.state.faults.clear();
      destination = await createTestDestination({ kind: "attribute", identifierKind: "email" });
      const segmentId = await postPage(destination, { add: WRITTEN }, ++tsMs);
      for (const one of deeds) {
        if (one.do === "page") await postPage(destination, one, ++tsMs);
        if (one.do === "drain") await postPage(destination, { drain: true }, ++tsMs);
        if (one.do === "fail") {
          const { mode, status } = one;
          sandbox.state.faults.add({
            target: "braze.track",
            mode,
            ...(mode === "status" && { status }),
            count: 1,
          });
        }
        if (one.do === "sync") await sync(segmentId, one.trigger);
      }
      sandbox.state.faults.clear();
      // Those who were refused by a fault are tried again.
      await sync(segmentId, "resync");

      const { wanted, counts, realCounts } = await readMembers(segmentId);
      expect(counts).toEqual(realCounts);
      expect(wanted.filter((key) => key !== key.toLowerCase())).toEqual(
        wanted.filter((key) => key === "Id-4711"),
      );
      await expectEqualCohort(sandbox, destination, segmentId, wanted.includes("Id-4711") ? ["Id-4711"] : []);
      expect(sandbox.state.braze.violations.count("id_twice_in_call")).toBe(0);
      expect(sandbox.state.braze.violations.count("creates_users")).toBe(0);
    }),
    { numRuns: 25 },
  );
});

test("when Braze refuses everybody and repeats their addresses, no call, sync or alert keeps one", async () => {
  destination = await createTestDestination({ kind: "attribute", identifierKind: "phone" });
  const numbers = Array.from({ length: 25 }, (_, index) => `+141555501${String(index).padStart(2, "0")}`);
  configure({ poison: numbers.map((number) => `phone:${number}`), poisonAnswer: "words" });
  const segmentId = await postPage(destination, { add: numbers });
  const { state, error } = await sync(segmentId);
  expect({ state, error }).toEqual({
    state: "failed",
    error: expect.stringContaining("Braze refused each of the first 25 members"),
  });
  const { rows } = await pool.query(
    `SELECT words FROM push WHERE segment_id = $1 UNION ALL SELECT error FROM sync WHERE segment_id = $1
     UNION ALL SELECT refused FROM member WHERE segment_id = $1 UNION ALL SELECT message FROM alert WHERE customer_id = $2`,
    [segmentId, destination.customerId],
  );
  expect(rows.length).toBeGreaterThan(20);
  expect(JSON.stringify(rows)).not.toContain("1415555");
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { pool } from "@/lib/kernel/database";
import { configureWorkspace } from "@/sandbox/control/configure-workspace";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import {
  createTestDestination,
  postPage,
  readMembers,
  type TestDestination,
} from "@/tools/testing/make-destination";
import {
  askSync,
  expectEqualCohort,
  numbered,
  passTime,
  readSync,
  runToEnd,
  sentTo,
  useSandbox,
} from "@/tools/testing/run-syncs";
import { runSyncSlice } from "./run-sync-slice";

let sandbox: Sandbox;
let destination: TestDestination;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.state.faults.clear();
  destination = await createTestDestination();
});

describe("a refused call", () => {
  test("is halved down to the members at fault, which get Braze's message; the others go through", async () => {
    const poison = ["user-000003", "user-000500", "user-001234"];
    configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, poison });
    const segmentId = await postPage(destination, { add: numbered(1_500) });
    const syncId = await askSync(destination, segmentId);
    await runToEnd(syncId);

    const members = await readMembers(segmentId);
    expect(members.refused).toEqual(poison);
    expect(members.rows.find((row) => row.refused)?.refused).toContain("not valid");
    expect(await readSync(syncId)).toMatchObject({
      state: "succeeded_with_errors",
      refused: 3,
      added: 1_497,
    });
    await expectEqualCohort(sandbox, destination, segmentId, poison);

    configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, poison: [] });
    await postPage(destination, { remove: ["user-000003"] });
    await postPage(destination, { add: ["user-000003"] }, Date.now() + 10);
    await runToEnd(await askSync(destination, segmentId));
    expect((await readMembers(segmentId)).refused).toEqual(["user-000500", "user-001234"]);
    expect(sentTo(sandbox, destination, segmentId)).toContain("user-000003");
  });

  test("continues to be halved over several slices", async () => {
    const members = numbered(1_000);
    const poison = members.filter((_, index) => index % 25 === 7);
    configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, poison });
    const segmentId = await postPage(destination, { add: members });

    const slices = await runToEnd(await askSync(destination, segmentId));

    expect(slices.length).toBeGreaterThan(1);
    expect((await readMembers(segmentId)).refused).toEqual(poison);
    await expectEqualCohort(sandbox, destination, segmentId, poison);
  });

  test("that is refused whatever its members ends the sync instead of trying everybody one by one", async () => {
    const segmentId = await postPage(destination, { add: numbered(5_000) });
    sandbox.state.faults.add({ target: "braze.users", mode: "status", status: 400, count: 100_000 });
    const syncId = await askSync(destination, segmentId);
    await runToEnd(syncId);

    const sync = await readSync(syncId);
    expect(sync).toMatchObject({ state: "failed" });
    expect(sync.error).toContain("refused each of the first");
    expect(sync.pushes).toBeLessThan(200);
  });
});

describe("a 201 with errors", () => {
  const poison = ["user-000003", "user-000500", "user-001234"];

  test.each([
    ["index", 2],
    ["words", 2],
  ])("refuses the members it names by %s, and the others are sent", async (poisonAnswer, calls) => {
    configureWorkspace(sandbox.state.braze, { key: destination.workspaceKey, poison, poisonAnswer });
    const segmentId = await postPage(destination, { add: numbered(1_500) });
    const syncId = await askSync(destination, segmentId);
    await runToEnd(syncId);

    const members = await readMembers(segmentId);
    expect(members.rows.find((row) => row.refused)?.refused).toContain("blocklist");
    expect(await readSync(syncId)).toMatchObject({
      state: "succeeded_with_errors",
      refused: 3,
      added: 1_497,
      pushes: calls,
    });
    await expectEqualCohort(sandbox, destination, segmentId, poison);
  });

  test("that names nobody is halved down to the members at fault", async () => {
    configureWorkspace(sandbox.state.braze, {
      key: destination.workspaceKey,
      poison,
      poisonAnswer: "unnamed",
    });
    const segmentId = await postPage(destination, { add: numbered(1_500) });
    const syncId = await askSync(destination, segmentId);
    await runToEnd(syncId);

    expect(await readSync(syncId)).toMatchObject({
      state: "succeeded_with_errors",
      refused: 3,
      added: 1_497,
    });
    await expectEqualCohort(sandbox, destination, segmentId, poison);
  });

  test("that names nobody leaves everybody in the call unknown until they are sent again", async () => {
    const segmentId = await postPage(destination, { add: numbered(4) });
    await pool.query("UPDATE segment SET one_at_a_time_until = now() + interval '1 h' WHERE id = $1", [
      segmentId,
    ]);
    const answer = { target: "braze.users", mode: "status", count: 1 } as const;
    sandbox.state.faults.add({ ...answer, status: 201, body: { message: "success", errors: ["odd"] } });
    sandbox.state.faults.add({ ...answer, status: 503 });
    const syncId = await askSync(destination, segmentId);
    expect((await runSyncSlice(syncId)).waitSeconds).toBeGreaterThan(0);

    // Braze may have the fourth one already: when they leave now, it must be told.
    await postPage(destination, { remove: ["user-000003"] }, Date.now() + 10);
    expect((await readMembers(segmentId)).owed).toEqual(numbered(4));
    await passTime(syncId);
    await runToEnd(syncId);
    await expectEqualCohort(sandbox, destination, segmentId);
  });

  test("about everybody ends the sync with Braze's words", async () => {
    const everybody = numbered(200);
    configureWorkspace(sandbox.state.braze, {
      key: destination.workspaceKey,
      poison: everybody,
      poisonAnswer: "words",
    });
    const segmentId = await postPage(destination, { add: everybody });
    const syncId = await askSync(destination, segmentId);
    await runToEnd(syncId);

    expect(await readSync(syncId)).toMatchObject({
      state: "failed",
      error: expect.stringContaining("blocklist"),
      refused: 200,
    });
  });
});

describe("a 401", () => {
  test.each([
    ["Invalid partner key", "partner key", "Ask the operator of Tributary"],
    ["Invalid client secret", "Data Import Key", "Enter the current key"],
    ["Partner not enabled for client {client_secret}", "not enabled", "account manager"],
  ])(
    "'%s' ends the sync with its meaning and an alert that the next good sync resolves",
    async (message, meaning, action) => {
      const segmentId = await postPage(destination, { add: ["a"] });
      sandbox.state.faults.add({
        target: "braze.users",
        mode: "status",
        status: 401,
        count: 1,
        body: { message },
      });
      const syncId = await askSync(destination, segmentId);
      await runToEnd(syncId);

      const sync = await readSync(syncId);
      expect(sync.state).toBe("failed");
      expect(sync.error).toContain(meaning);
      expect(sync.error).not.toContain(destination.workspaceKey);
      const alerts = () =>
        pool.query(
          "SELECT kind, next_action, resolved_at IS NULL AS open FROM alert WHERE customer_id = $1",
          [destination.customerId],
        );
      expect((await alerts()).rows).toEqual([
        { kind: "braze_key_refused", next_action: expect.stringContaining(action), open: true },
      ]);
      expect((await readMembers(segmentId)).owed).toEqual(["a"]);

      await runToEnd(await askSync(destination, segmentId));
      expect((await alerts()).rows).toMatchObject([{ open: false }]);
      await expectEqualCohort(sandbox, destination, segmentId);
    },
  );

  test("does not happen without a key: the sync says what to enter", async () => {
    destination = await createTestDestination({ dataImportKey: null });
    const segmentId = await postPage(destination, { add: ["a"] });
    const syncId = await askSync(destination, segmentId);
    await runToEnd(syncId);
    expect((await readSync(syncId)).error).toContain("Data Import Key");

    destination = await createTestDestination({ brazeInstance: "EU-01" });
    const other = await postPage(destination, { add: ["a"] });
    const otherSyncId = await askSync(destination, other);
    await runToEnd(otherSyncId);
    expect(await readSync(otherSyncId)).toMatchObject({
      state: "failed",
      error: expect.stringContaining("BRAZE_PARTNER_KEY_EU"),
    });
  });
});

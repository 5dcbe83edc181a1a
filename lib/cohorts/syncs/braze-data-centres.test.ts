import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { registerWorkspace } from "@/sandbox/braze/state";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { resetSandbox } from "@/sandbox/state";
import { createTestDestination, postPage } from "@/tools/testing/make-destination";
import {
  askSync,
  expectEqualCohort,
  readSync,
  runToEnd,
  sentTo,
  useSandbox,
} from "@/tools/testing/run-syncs";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());
beforeEach(() => resetSandbox(sandbox.state));

test("each customer's members go to its own data centre with the partner key of that one, and never to the other", async () => {
  const american = await createTestDestination();
  const european = await createTestDestination({ brazeInstance: "sandbox-eu" });
  const inAmerica = await postPage(american, { add: ["anna", "bert"] });
  const inEurope = await postPage(european, { add: ["chloe"] });

  await runToEnd(await askSync(american, inAmerica));
  await runToEnd(await askSync(european, inEurope));

  await expectEqualCohort(sandbox, american, inAmerica);
  await expectEqualCohort(sandbox, european, inEurope);
  const { braze, bodies } = sandbox.state;
  expect(registerWorkspace(braze, american.workspaceKey).dataCentre).toBe("us");
  expect(registerWorkspace(braze, european.workspaceKey).dataCentre).toBe("eu");
  expect(partnerKeysIn(bodies.of(`braze/${american.workspaceKey}`))).toEqual(["sandbox-partner-key"]);
  expect(partnerKeysIn(bodies.of(`braze/${european.workspaceKey}`))).toEqual(["sandbox-partner-key-eu"]);
  expect(braze.violations.summary()).toEqual({});
});

test("a Data Import Key of the other data centre is refused there, and the sync says which key", async () => {
  const destination = await createTestDestination({
    brazeInstance: "sandbox",
    dataImportKey: "sandbox-eu-acme",
  });
  const segmentId = await postPage(destination, { add: ["anna"] });
  const syncId = await askSync(destination, segmentId);
  await runToEnd(syncId);

  expect(await readSync(syncId)).toMatchObject({
    state: "failed",
    error: expect.stringContaining("Data Import Key"),
  });
  expect(sentTo(sandbox, destination, segmentId)).toEqual([]);
  expect(sandbox.state.braze.violations.count("wrong_data_centre")).toBeGreaterThan(0);
});

function partnerKeysIn(bodies: readonly string[]): string[] {
  return [...new Set(bodies.map((body) => JSON.parse(body).partner_api_key as string))];
}

import { afterAll, beforeAll, expect, test } from "vitest";
import { registerWorkspace } from "@/sandbox/braze/state";
import { attributeOf } from "@/sandbox/braze/tracked-attributes";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { createTestDestination, postPage } from "@/tools/testing/make-destination";
import { checkToEnd, ids } from "@/tools/testing/run-match-checks";
import { askSync, membershipIn, runToEnd, useSandbox } from "@/tools/testing/run-syncs";
import { matchAdvice } from "./match-words";
import { findQueuedCheck } from "./queue-first-check";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
  useSandbox(sandbox);
});
afterAll(() => sandbox.close());

test.each([
  { identifierKind: "external_id" as const },
  { identifierKind: "alias" as const, aliasLabel: "heap" },
])(
  "after the first sync by attribute, users as $identifierKind, a check with the same key says how many Braze knows",
  async (way) => {
    const destination = await createTestDestination({ kind: "attribute", ...way });
    const workspace = registerWorkspace(sandbox.state.braze, destination.workspaceKey);
    workspace.isKnown = (id) => id.startsWith("known");
    const segmentId = await postPage(destination, { add: [...ids("known", 90), ...ids("other", 30)] });
    await runToEnd(await askSync(destination, segmentId));

    const queued = await findQueuedCheck(segmentId);
    const prepared = { destination, segmentId, wish: { customerId: destination.customerId, segmentId } };
    const checked = await checkToEnd(prepared, queued?.matchCheckId ?? "");
    expect(checked).toMatchObject({
      state: "succeeded",
      trigger: "first_sync",
      match: { known: 90, sampled: 120 },
    });

    await membershipIn(sandbox, destination, segmentId);
    expect(attributeOf(workspace, "heap_trial_users").unknown.size).toBe(30);
  },
);

test("where users are named by email address, each is asked about alone, and what is no address not at all", async () => {
  const destination = await createTestDestination({ kind: "attribute", identifierKind: "email" });
  const workspace = registerWorkspace(sandbox.state.braze, destination.workspaceKey);
  workspace.isKnown = (id) => id.startsWith("known");
  const at = (prefix: string, count: number) => ids(prefix, count).map((id) => `${id}@example.com`);
  workspace.shared = new Map([["known-1@example.com", ["u1", "u2"]]]);
  const segmentId = await postPage(destination, { add: [...at("Known", 6), ...at("other", 3), "id-1"] });
  await runToEnd(await askSync(destination, segmentId));

  const queued = await findQueuedCheck(segmentId);
  const prepared = { destination, segmentId, wish: { customerId: destination.customerId, segmentId } };
  const checked = await checkToEnd(prepared, queued?.matchCheckId ?? "");
  expect(checked).toMatchObject({
    state: "succeeded",
    calls: 9,
    shared: 1,
    match: { known: 6, sampled: 10 },
  });
  expect(matchAdvice({ share: 0.6 }, ["id-1", "other-1@example.com"], "email", 1)).toEqual([
    expect.stringContaining("1 checked address belongs to several users in Braze."),
    expect.stringContaining("1 of the 2 unknown IDs is not an email address"),
    expect.stringContaining("with the same user’s email address in Braze"),
    expect.any(String),
  ]);
});

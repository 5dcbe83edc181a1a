import { afterAll, beforeAll, expect, test } from "vitest";
import { brazeIdOf } from "@/sandbox/braze/delete-users";
import { registerWorkspace } from "@/sandbox/braze/state";
import { cohortOf } from "@/sandbox/braze/workspace";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { deleteBrazeUsers } from "./delete-client";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
});
afterAll(() => sandbox.close());

const remove = (brazeIds: string[], restApiKey = "sandbox-rest-del") =>
  deleteBrazeUsers({ baseUrl: `${sandbox.url}/braze`, restApiKey, brazeIds });

test("users are deleted by Braze's ids and leave their cohorts; somebody else's id changes nothing", async () => {
  const workspace = registerWorkspace(sandbox.state.braze, "sandbox-del");
  const cohort = cohortOf(workspace, "c-1");
  cohort.sent.add("anna").add("ben");
  await remove([brazeIdOf("sandbox-del", "anna"), "ffffffffffffffffffffffff"]);
  expect([...cohort.sent]).toEqual(["ben"]);
});

test("a key without the permission, or an unknown one, is refused; the words do not repeat it", async () => {
  registerWorkspace(sandbox.state.braze, "sandbox-del").mayDelete = false;
  await expect(remove(["x"])).rejects.toMatchObject({
    kind: "unauthorized",
    words: expect.stringContaining("users.delete"),
  });
  const unknown = remove(["x"], "some-unknown-key");
  await expect(unknown).rejects.toMatchObject({ kind: "unauthorized" });
  await expect(unknown).rejects.not.toThrow(/some-unknown-key/);
});

test("none, and more than 50, are refused before any call", async () => {
  await expect(remove([])).rejects.toMatchObject({ code: "invalid" });
  await expect(remove(Array.from({ length: 51 }, String))).rejects.toMatchObject({ code: "invalid" });
});

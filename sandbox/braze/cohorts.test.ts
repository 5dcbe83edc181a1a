import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { configureWorkspace } from "../control/configure-workspace";
import { digestOfMembers } from "../digest";
import { type Sandbox, startSandbox } from "../start";
import { resetSandbox } from "../state";
import { knownMembers } from "./membership";
import { registerWorkspace } from "./state";
import { cohortOf } from "./workspace";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => resetSandbox(sandbox.state));

const LOGIN = { partner_api_key: "sandbox-partner-key", client_secret: "sandbox-acme" };
const NAMED = { cohort_id: "c1", name: "Free Customers", created_at: "2026-01-05T10:00:00Z" };

async function call(path: string, body: unknown, headers: Record<string, string> = {}) {
  const res = await fetch(`${sandbox.url}/braze${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return { status: res.status, body: await res.json() };
}
const save = (body: object) => call("/partners/heap/cohorts", { ...LOGIN, ...NAMED, ...body });
const change = (changes: unknown, body: object = {}) =>
  call("/partners/heap/cohorts/users", { ...LOGIN, cohort_id: "c1", cohort_changes: changes, ...body });
const cohort = () => cohortOf(registerWorkspace(sandbox.state.braze, "sandbox-acme"), "c1");

describe("credentials", () => {
  it("answers 401 for three different errors", async () => {
    expect(await save({ partner_api_key: "other" })).toEqual({
      status: 401,
      body: { message: "Invalid partner key" },
    });
    expect(await save({ client_secret: "other" })).toEqual({
      status: 401,
      body: { message: "Invalid client secret" },
    });

    configureWorkspace(sandbox.state.braze, { key: "sandbox-acme", enabled: false });
    expect((await save({})).body.message).toBe("Partner not enabled for client sandbox-acme");
  });

  it("can be tested with an empty change list, which leaves no cohort behind", async () => {
    expect((await change([], { cohort_id: "probe" })).status).toBe(201);
    expect(registerWorkspace(sandbox.state.braze, "sandbox-acme").cohorts.size).toBe(0);
  });
});

describe("a cohort", () => {
  it("keeps its members when the same id comes with a new name", async () => {
    await save({});
    await change([{ user_ids: ["a"] }]);
    expect(await save({ name: "Paying" })).toEqual({ status: 201, body: {} });

    expect(cohort()).toMatchObject({ name: "Paying", names: ["Free Customers", "Paying"] });
    expect([...cohort().sent]).toEqual(["a"]);
  });

  it.each([
    [{ cohort_id: 5 }, /cohort_id/],
    [{ name: "" }, /name/],
    [{ created_at: "yesterday" }, /created_at/],
    [{ created_at: 1_700_000_000 }, /created_at/],
  ])("is refused with 400 for %j", async (wrong, words) => {
    const answer = await save(wrong);
    expect(answer.status).toBe(400);
    expect(answer.body.message).toMatch(words);
  });
});

describe("members", () => {
  it("are added and removed in one call, device ids and aliases included", async () => {
    await save({});
    await change([
      { user_ids: ["a", "b"], device_ids: ["d"], aliases: [{ alias_name: "n", alias_label: "l" }] },
    ]);
    await change([{ user_ids: ["c"] }, { user_ids: ["a"], should_remove: true }]);

    expect([...cohort().sent].sort()).toEqual(["alias:l:n", "b", "c", "device:d"]);
    expect(sandbox.state.braze.violations.summary()).toEqual({});
  });

  it("without a profile are accepted silently and never become known members", async () => {
    configureWorkspace(sandbox.state.braze, { key: "sandbox-acme", known: { pattern: "^user-" } });
    await save({});
    expect((await change([{ user_ids: ["user-1", "stranger"] }])).status).toBe(201);

    expect([...cohort().sent]).toEqual(["user-1", "stranger"]);
    expect([...knownMembers(cohort())]).toEqual(["user-1"]);
  });

  it("are known by their device only where it is an anonymous user's", async () => {
    configureWorkspace(sandbox.state.braze, { key: "sandbox-acme", knownDevices: { userIds: ["d1"] } });
    await save({});
    await change([{ device_ids: ["d1", "d2"] }]);

    expect([...knownMembers(cohort())]).toEqual(["device:d1"]);
  });

  it("are named by kind and place when a poisoned one is reported beside a success", async () => {
    configureWorkspace(sandbox.state.braze, {
      key: "sandbox-acme",
      poison: ["device:b"],
      poisonAnswer: "index",
    });
    await save({});
    const { status, body } = await change([{ user_ids: ["a", "b"], device_ids: ["a", "b"] }]);

    expect(status).toBe(201);
    expect(body.errors).toEqual([expect.objectContaining({ input_array: "device_ids", index: 1 })]);
    expect([...cohort().sent].sort()).toEqual(["a", "b", "device:a"]);
  });

  it.each([
    ["no list", { user_ids: ["a"] }],
    ["no kind of id", [{ should_remove: true }]],
    ["an id that is not a string", [{ user_ids: [1] }]],
    ["a flag that is not a boolean", [{ user_ids: ["a"], should_remove: "yes" }]],
    ["501 ids under two kinds", [{ user_ids: numbered(501), device_ids: numbered(501) }]],
    ["1,001 ids over two objects", [{ user_ids: numbered(1_000) }, { user_ids: ["x"], should_remove: true }]],
  ])("are refused as a whole for %s", async (_, changes) => {
    await save({});
    expect((await change(changes)).status).toBe(400);
    expect(cohort().sent.size).toBe(0);
  });

  it("are all left out when the call has a poisoned id", async () => {
    configureWorkspace(sandbox.state.braze, { key: "sandbox-acme", poison: ["bad"] });
    await save({});

    expect((await change([{ user_ids: ["a", "bad"] }])).status).toBe(400);
    expect((await change([{ user_ids: ["a"] }])).status).toBe(201);
    expect([...cohort().sent]).toEqual(["a"]);
  });

  it("named twice in a call, or before the cohort has a name, are counted as violations", async () => {
    await change([{ user_ids: ["a"] }, { user_ids: ["a"], should_remove: true }]);

    expect(sandbox.state.braze.violations.count("id_twice_in_call")).toBe(1);
    expect(sandbox.state.braze.violations.count("members_before_name")).toBe(1);
  });

  it("can be compared by a digest and read line by line", async () => {
    await save({});
    await change([{ user_ids: ["b", "a"] }]);

    const path = `${sandbox.url}/control/braze/sandbox-acme/cohorts/c1`;
    const summary = await (await fetch(path)).json();
    expect(summary).toMatchObject({
      name: "Free Customers",
      sent: 2,
      known: 2,
      sentDigest: digestOfMembers(["a", "b"]),
    });
    expect(await (await fetch(`${path}/members`)).text()).toBe("b\na\n");
  });
});

describe("the user export", () => {
  const ask = (ids: string[], key = "sandbox-rest-acme") =>
    call(
      "/users/export/ids",
      { external_ids: ids, fields_to_export: ["external_id"] },
      { authorization: `Bearer ${key}` },
    );

  it("says which ids have a profile", async () => {
    configureWorkspace(sandbox.state.braze, { key: "sandbox-acme", known: { userIds: ["a"] } });
    const { body } = await ask(["a", "b"]);

    expect(body).toMatchObject({
      message: "success",
      users: [{ external_id: "a" }],
      invalid_user_ids: ["b"],
    });
  });

  it("refuses a wrong key, and more than 50 ids", async () => {
    expect((await ask(["a"], "other")).status).toBe(401);
    expect((await ask(numbered(51))).status).toBe(400);
  });
});

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, number) => `user-${number}`);
}

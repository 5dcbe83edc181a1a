import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { configureWorkspace } from "../control/configure-workspace";
import { type Sandbox, startSandbox } from "../start";
import { resetSandbox } from "../state";
import { registerWorkspace } from "./state";
import { applyTracked, attributeOf } from "./tracked-attributes";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => resetSandbox(sandbox.state));

const KEY = "sandbox-acme";
const NAME = "heap_trial";
const configure = (settings: object) => configureWorkspace(sandbox.state.braze, { key: KEY, ...settings });
const workspace = () => registerWorkspace(sandbox.state.braze, KEY);
const violations = (kind: string) => sandbox.state.braze.violations.count(kind);

async function track(attributes: unknown, restKey = "sandbox-rest-acme") {
  const res = await fetch(`${sandbox.url}/braze/users/track`, {
    method: "POST",
    headers: { authorization: `Bearer ${restKey}` },
    body: JSON.stringify({ attributes }),
  });
  return { status: res.status, headers: res.headers, body: await res.json() };
}
const set = (id: string, value: boolean | null, more: object = {}) => ({
  external_id: id,
  _update_existing_only: true,
  [NAME]: value,
  ...more,
});
const settled = () => {
  applyTracked(workspace(), Number.POSITIVE_INFINITY);
  return attributeOf(workspace(), NAME);
};

describe("attributes", () => {
  it("show some time after the answer, the last one received winning", async () => {
    configure({ applyAfterMs: 60_000 });
    expect(await track([set("a", true), set("b", true)])).toMatchObject({
      status: 201,
      body: { message: "success", attributes_processed: 2 },
    });
    await track([set("a", false)]);
    applyTracked(workspace(), Date.now());
    expect(attributeOf(workspace(), NAME).sent.size).toBe(0);

    expect([...settled().sent]).toEqual(["b"]);
    expect([...settled().left]).toEqual(["a"]);
  });

  it("are taken away by null, and cost a data point each time", async () => {
    await track([set("a", true), set("b", true)]);
    await track([set("a", null), set("b", false)]);

    expect(settled()).toMatchObject({ added: 2, removed: 2, dataPoints: 4, left: new Set(["b"]) });
  });

  it("of users without a profile change nothing and bring no error; without the flag a user would be created", async () => {
    configure({ known: { userIds: ["a"] } });
    expect((await track([set("a", true), set("b", true)])).body.errors).toBeUndefined();
    expect([...settled().unknown]).toEqual(["b"]);
    expect(violations("creates_users")).toBe(0);

    await track([{ external_id: "c", [NAME]: true }]);
    expect(violations("creates_users")).toBe(1);
    expect(settled().unknown.has("c")).toBe(false);
  });

  it("of an alias, email address or phone number are kept apart from those of external ids", async () => {
    const others = [
      { user_alias: { alias_name: "a", alias_label: "heap" }, [NAME]: true },
      { email: "a@x.example", _update_existing_only: true, [NAME]: true },
      { phone: "+14155550123", _update_existing_only: true, [NAME]: true },
    ];
    await track([set("a", true), ...others]);
    expect([...settled().sent]).toEqual(["a", "alias:heap:a", "email:a@x.example", "phone:+14155550123"]);
    expect(violations("creates_users")).toBe(0);
  });

  it("can be read as numbers and line by line", async () => {
    configure({ applyAfterMs: 0 });
    await track([set("a", true), set("b", false)]);
    const path = `${sandbox.url}/control/braze/${KEY}/attributes`;
    expect(await (await fetch(path)).json()).toMatchObject({
      attributes: [{ name: NAME, sent: 1, left: 1 }],
    });
    expect(await (await fetch(`${path}/${NAME}/members`)).text()).toBe("a\n");
  });
});

describe("a call", () => {
  it("without objects is refused, once the key is accepted", async () => {
    expect((await track([])).status).toBe(400);
    expect((await track([], "other")).status).toBe(401);
  });

  it("needs a key with the permission", async () => {
    expect((await track([set("a", true)], "other")).status).toBe(401);
    configure({ mayTrack: false });
    expect(await track([set("a", true)])).toMatchObject({
      status: 401,
      body: { message: "This API key does not have the permission users.track" },
    });
  });

  it("with more than 75 objects, or more than 4 MB, changes nothing", async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => set(`user-${index}`, true));
    expect((await track(many(76))).status).toBe(400);
    expect((await track([set("a", true, { note: "x".repeat(4 * 1024 * 1024) })])).status).toBe(413);
    expect((await track(many(75))).status).toBe(201);
    expect(settled().sent.size).toBe(75);
  });

  it("is taken without the objects that are wrong, which are named by their index", async () => {
    configure({ poison: ["bad"], poisonAnswer: "index" });
    const { status, body } = await track([
      set("a", true),
      set("x".repeat(988), true),
      set("bad", true),
      { [NAME]: true },
      set("both", true, { email: "both@example.com" }),
      set("long", true, { ["n".repeat(256)]: true }),
    ]);

    expect(status).toBe(201);
    expect(body.attributes_processed).toBe(1);
    expect(body.errors.map(({ index }: { index: number }) => index).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(body.errors).toContainEqual({
      type: "BLACKLISTED_EXTERNAL_USER_ID",
      input_array: "attributes",
      index: 2,
    });
    expect([...settled().sent]).toEqual(["a"]);
  });

  it("with the same user twice, or beside another call for them, is counted as a violation", async () => {
    await track([set("a", true), set("a", false)]);
    expect(violations("id_twice_in_call")).toBe(1);

    sandbox.state.faults.add({ target: "braze.track", mode: "latency", latencyMs: 300, count: 2 });
    await Promise.all([track([set("b", true)]), track([set("b", false)])]);
    expect(violations("id_in_two_calls")).toBe(1);
  });
});

describe("users named by an address", () => {
  const by = (kind: "email" | "phone", address: string, value: boolean | null, more: object = {}) => ({
    [kind]: address,
    _update_existing_only: true,
    [NAME]: value,
    ...more,
  });

  it("are changed, email whatever its case; what is no address is reported by its index", async () => {
    const { body } = await track([
      by("email", "Ann@example.com", true),
      by("email", "not an address", true),
      by("phone", "+14155550123", true),
      by("phone", "+1 415 555 0123", true),
      by("phone", "4155550123", true),
    ]);
    expect(body).toMatchObject({ attributes_processed: 2 });
    expect(body.errors.map(({ index }: { index: number }) => index)).toEqual([1, 3, 4]);
    expect([...settled().sent]).toEqual(["email:ann@example.com", "phone:+14155550123"]);
  });

  it("are not created when they are only to be updated", async () => {
    configure({ known: { userIds: ["ann@example.com"] } });
    await track([by("email", "ann@example.com", true), by("email", "ben@example.com", true)]);
    expect([...settled().unknown]).toEqual(["email:ben@example.com"]);
    expect(violations("creates_users")).toBe(0);
  });

  it("are, of several with one address, the one updated last, or all", async () => {
    configure({ shared: { "ann@example.com": ["u1", "u2"] } });
    await track([by("email", "ann@example.com", true)]);
    expect([...settled().sent]).toEqual(["u2"]);
    await track([set("u1", false), by("email", "ann@example.com", false)]);
    expect([...settled().sent]).toEqual(["u2"]);

    configure({ sharedAnswer: "all" });
    await track([by("email", "ann@example.com", null)]);
    expect([...settled().sent]).toEqual([]);
  });

  it("are found by their address, one a call", async () => {
    configure({ known: { userIds: ["ann@example.com"] }, shared: { "ann@example.com": ["u1", "u2"] } });
    const ask = async (question: object) => {
      const res = await fetch(`${sandbox.url}/braze/users/export/ids`, {
        method: "POST",
        headers: { authorization: "Bearer sandbox-rest-acme" },
        body: JSON.stringify({ ...question, fields_to_export: ["braze_id"] }),
      });
      return { status: res.status, users: (await res.json()).users?.length };
    };
    expect(await ask({ email_address: "Ann@example.com" })).toEqual({ status: 201, users: 2 });
    expect(await ask({ email_address: "ben@example.com" })).toEqual({ status: 201, users: 0 });
    expect(await ask({ phone: "415 555" })).toMatchObject({ status: 400 });
  });
});

describe("the limit", () => {
  const limits = (headers: Headers) =>
    ["limit", "remaining", "reset", "retry-after"].map((name) => headers.get(`x-ratelimit-${name}`));

  it("is told in each answer, and as a 429 when it is used up", async () => {
    configure({ trackLimit: { calls: 2, seconds: 1_000_000_000 } });
    const first = limits((await track([set("a", true)])).headers);
    await track([set("a", true)]);
    const third = await track([set("b", true)]);

    expect(first.slice(0, 2)).toEqual(["2", "1"]);
    expect(Number(first[2])).toBeGreaterThan(Date.now() / 1_000);
    expect(third.status).toBe(429);
    expect(limits(third.headers).slice(0, 2)).toEqual(["2", "0"]);
    expect(settled().sent.has("b")).toBe(false);
  });

  it("may have its end in the past, or only in seconds to wait", async () => {
    configure({ trackLimit: { calls: 1, seconds: 1_000_000_000 }, resetHeader: "past" });
    expect(Number(limits((await track([])).headers)[2])).toBeLessThan(Date.now() / 1_000);

    configure({ resetHeader: "retry_after" });
    const { status, headers } = await track([set("a", true)]);
    expect(status).toBe(429);
    expect(Number(headers.get("x-ratelimit-retry-after"))).toBeGreaterThan(0);
    expect(headers.get("x-ratelimit-reset")).toBeNull();
  });
});

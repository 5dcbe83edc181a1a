import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { type PlacedOperation, readOperations } from "@/app/api/v1/operations";
import type { Actor } from "@/lib/kernel/actor";
import type { Role } from "@/prisma/generated/enums";
import { makeMember } from "@/tools/testing/make-team";
import { ask, type Caller, makeCaller, makeRevokedKey } from "./ask";
import { makeTenant, secretsOf, type Tenant, wordsOf } from "./make-tenant";
import { snapshot } from "./read-tables";
import { bodyOf, fieldsNaming, nameOf, paramNames, paramOf } from "./requests";

const ROLES: Role[] = ["viewer", "csm", "admin"];
const operations = await readOperations();
const guarded = operations.filter(({ operation }) => operation.role !== null);

/** Operations that may still refuse a caller with the right role, and why. */
const REFUSED_ANYWAY: Record<string, string> = {
  "POST /me/connect-provider": "an API key has no password",
  "POST /me/password": "an API key has no password",
};

/** The operations that need no sign-in, and why. */
const OPEN: Record<string, string> = {
  "GET /openapi.json": "describes the API to whoever builds against it",
  "POST /password-links": "for somebody who has forgotten their password",
};

/** The only operations that reveal an address or a link: the secrets of their own customer. */
const SHOWS_SECRETS = /\/(reveal|rotate|sources|destinations|endpoints|connect-links|status-links)$/;

let callers: Record<Role, Caller>;
let revoked: Record<string, string>;
let own: Tenant;
let foreign: Tenant;
let memberId: string;

beforeAll(async () => {
  callers = {
    viewer: await makeCaller("viewer"),
    csm: await makeCaller("csm"),
    admin: await makeCaller("admin"),
  };
  revoked = await makeRevokedKey();
  own = await makeTenant();
  foreign = await makeTenant();
  memberId = (await makeMember("viewer")).userId;
});

/** The ids in an operation's address; `of` says whose each is. */
function paramsOf(
  placed: PlacedOperation,
  of: (name: string) => Tenant,
  caller: Caller,
): Record<string, string> {
  const team = { userId: memberId, apiKeyId: caller.spareKeyId, sessionId: caller.spareSessionId };
  return Object.fromEntries(paramNames(placed).map((name) => [name, paramOf(placed, name, of(name), team)]));
}

function roleOf({ operation }: PlacedOperation): Role {
  return operation.role ?? "viewer";
}

function lesserRoles(placed: PlacedOperation): Role[] {
  return ROLES.slice(0, ROLES.indexOf(roleOf(placed)));
}

function expectNothingOf(tenant: Tenant, text: string, where: string): void {
  expect(wordsOf(tenant, text), `${where} revealed something of another customer`).toEqual([]);
}

test("only what has a reason needs no sign-in", () => {
  const open = operations.filter(({ operation }) => operation.role === null);
  expect(open.map(nameOf).toSorted()).toEqual(Object.keys(OPEN).toSorted());
});

describe.each(guarded.map((placed) => [nameOf(placed), placed] as const))("%s", (name, placed) => {
  const isChange = placed.method !== "GET";

  test("refuses everyone without the right, reveals nothing and changes nothing", async () => {
    const role = roleOf(placed);
    const body = bodyOf(placed);
    const params = paramsOf(placed, () => own, callers[role]);
    const before = await snapshot();
    const expectRefusal = async (
      status: number,
      why: string,
      request: Partial<Parameters<typeof ask>[1]>,
    ) => {
      const answer = await ask(placed, { params, body, ...request });
      expect(answer.status, `${name}: ${why}`).toBe(status);
      expect(JSON.parse(answer.text), `${name}: ${why}`).toMatchObject({
        error: { code: expect.any(String) },
      });
      expectNothingOf(own, answer.text, `${name} (${why})`);
      expectNothingOf(foreign, answer.text, `${name} (${why})`);
    };

    await expectRefusal(401, "nobody", {});
    await expectRefusal(401, "an unknown key", { headers: { authorization: "Bearer trb_unknown" } });
    await expectRefusal(401, "a revoked key", { headers: revoked });
    await expectRefusal(401, "a forged session", { headers: { cookie: "next-auth.session-token=forged" } });
    for (const lesser of lesserRoles(placed)) {
      await expectRefusal(403, `key of a ${lesser}`, { headers: callers[lesser].key });
      await expectRefusal(403, `session of a ${lesser}`, { headers: callers[lesser].cookie });
    }
    if (isChange) {
      const { cookie = "" } = callers[role].cookie;
      await expectRefusal(403, "a session without origin", { headers: { cookie } });
      await expectRefusal(403, "a session from elsewhere", {
        headers: { cookie, origin: "https://elsewhere.example" },
      });
    }

    for (const headers of [callers[role].key, callers[role].cookie, callers.admin.key]) {
      for (const { why, ids } of foreignAddresses(placed))
        await expectRefusal(404, why, { headers, params: ids });
    }
    expect(await snapshot(), `a refused ${name} changed something`).toEqual(before);
  });

  test("the verb itself refuses a lower role, and a customer's link without the right", async () => {
    const { operation } = placed;
    const request = {
      params: operation.params.parse(paramsOf(placed, () => own, callers.viewer)),
      query: operation.query.parse({}),
      body: operation.body?.parse(bodyOf(placed)),
      address: "127.0.0.1",
    };
    const link = { kind: "customer_link", id: uuidv7(), name: "link" } as const;
    const everyRight = ["sync", "toggle", "copy_endpoints"] as const;
    const actors: Actor[] = [
      ...lesserRoles(placed).map(
        (role) => ({ kind: "user", id: callers[role].userId, name: role, role }) as const,
      ),
      { ...link, customerId: own.customerId, rights: [] },
      { ...link, customerId: foreign.customerId, rights: everyRight },
    ];

    const before = await snapshot();
    for (const actor of actors) {
      const run = async () => operation.run?.({ actor }, request);
      await expect(run(), `${name} as ${actor.name}`).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await snapshot(), `a refused ${name} changed something`).toEqual(before);
  });

  test("answers everyone with the right, with nothing of another customer, who stays unchanged", async () => {
    const caller = callers[roleOf(placed)];
    // A download is logged with what was asked for, so it leaves a trace as a change does.
    const leavesTrace = isChange || typeof placed.operation.answer === "string";
    const tenant = leavesTrace ? await makeTenant() : own;
    const params = paramsOf(placed, () => tenant, caller);
    const body = bodyOf(placed);
    const before = await snapshot(foreign);

    for (const headers of [caller.key, caller.cookie]) {
      const { status, text } = await ask(placed, { headers, params, body });
      if (REFUSED_ANYWAY[name]) continue;

      expect([200, 201, ...(isChange ? [409] : [])], `${name}: ${text}`).toContain(status);
      if (!("customerId" in params)) continue;
      expectNothingOf(foreign, text, name);
      if (!isChange || !SHOWS_SECRETS.test(placed.path)) {
        expect(secretsOf(tenant, text), `${name} shows a secret`).toEqual([]);
      }
    }

    const { operation } = placed;
    const asked = "customerId" in params ? fieldsNaming(foreign, operation.query, {}) : [];
    for (const query of asked as Record<string, string>[]) {
      const { text, status } = await ask(placed, { headers: caller.key, params, query, body });
      expect(status, `${name}?${new URLSearchParams(query)}: ${text}`).toBeLessThan(500);
      expectNothingOf(foreign, text, `${name}?${new URLSearchParams(query)}`);
    }
    const sent = operation.body && "customerId" in params ? fieldsNaming(foreign, operation.body, body) : [];
    for (const naming of sent) {
      const { text, status } = await ask(placed, { headers: caller.key, params, body: naming });
      expect(status, `${name} ${JSON.stringify(naming)}: ${text}`).toBeLessThan(500);
      expectNothingOf(foreign, text, `${name} ${JSON.stringify(naming)}`);
    }
    expect(await snapshot(foreign), `${name} changed another customer`).toEqual(before);
  });
});

/** Addresses that mix the ids of two customers, or hold one that does not exist: 404 each. */
function foreignAddresses(placed: PlacedOperation): { why: string; ids: Record<string, string> }[] {
  const caller = callers[roleOf(placed)];
  const ids = paramsOf(placed, () => own, caller);
  const others = paramsOf(placed, () => foreign, caller);
  const names = paramNames(placed).filter((name) => name !== "index");
  const children = names.filter((name) => name !== "customerId" && ids[name] !== others[name]);
  const swaps = children.map((name) => ({
    why: `${name} of another customer`,
    ids: { ...ids, [name]: others[name] ?? "" },
  }));
  const whole =
    children.length > 0
      ? [{ why: "everything of another customer", ids: { ...others, customerId: own.customerId } }]
      : [];
  const reversed =
    children.length > 0
      ? [{ why: "another customer's address", ids: { ...ids, customerId: foreign.customerId } }]
      : [];
  const unknown = names.map((name) => ({ why: `an unknown ${name}`, ids: { ...ids, [name]: uuidv7() } }));
  const malformed = names.map((name) => ({
    why: `a malformed ${name}`,
    ids: { ...ids, [name]: "1 OR true" },
  }));
  return [...swaps, ...whole, ...reversed, ...unknown, ...malformed];
}

test("somebody else's API key is not found, except by an admin", async () => {
  const placed = operations.find((each) => nameOf(each) === "POST /api-keys/{apiKeyId}/revoke");
  if (!placed) throw new Error("there is no such operation");
  const before = await snapshot();
  const params = { apiKeyId: callers.admin.spareKeyId };
  expect((await ask(placed, { headers: callers.csm.key, params })).status).toBe(404);
  expect(await snapshot()).toEqual(before);
});

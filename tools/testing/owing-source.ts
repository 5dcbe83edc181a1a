import { afterAll, beforeAll, beforeEach } from "vitest";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { countUserProperties } from "@/lib/forwarding/user-properties/count-user-properties";
import { pool, prisma } from "@/lib/kernel/database";
import { RECOMMENDED_USER_PROPERTIES } from "@/lib/setup/sources/user-property-input";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { ctxOf } from "./make-destination";
import { makeSource, type TestSource } from "./make-source";

/** For tests: the recommended rules that make user properties. */
export const USER_PROPERTY_RULES = RECOMMENDED_USER_PROPERTIES.map(({ words: _, ...rule }) => rule);

/** For tests: a user's state in a subscription group changes, some seconds after the others. */
export function groupEvent(user: string, state: string, second: number, id = `${user}-${state}-${second}`) {
  return {
    id,
    event_type: "users.behaviors.subscriptiongroup.StateChange",
    time: 1_790_000_000 + second,
    user: { external_user_id: user, user_id: `braze-${user}` },
    properties: {
      subscription_group_id: "news",
      subscription_status: state,
      email_address: `${user}@example.com`,
    },
  };
}

/** For tests of user properties: the sandbox, and for each test a Heap app of its own. */
interface UserPropertyWorld {
  readonly sandbox: Sandbox;
  readonly heapAppId: string;
  /** A source whose events make user properties, by the recommended rules unless the settings say otherwise. */
  makeOwing(settings?: object): Promise<TestSource>;
  /** Forwards everything, however long Heap asked to wait. */
  forwardAll(): Promise<void>;
  /** The user properties in Heap by identity. */
  heapUsers(): Record<string, object>;
}

/** @param firstAppNumber what the Heap apps are numbered from: no other test file's */
export function setUpUserProperties(firstAppNumber: number): UserPropertyWorld {
  let apps = firstAppNumber;
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
    process.env.SANDBOX_URL = sandbox.url;
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    sandbox.state.faults.clear();
    apps++;
  });

  return {
    get sandbox() {
      return sandbox;
    },
    get heapAppId() {
      return String(apps);
    },
    async makeOwing(settings = {}) {
      const source = await makeSource({ heapAppId: String(apps) });
      await prisma.source.update({
        where: { id: source.id },
        data: { userProperties: USER_PROPERTY_RULES, protectsPersonalData: true, ...settings },
      });
      return source;
    },
    async forwardAll() {
      await pool.query("UPDATE heap_app SET properties_resume_at = NULL, resume_at = NULL");
      while (!(await forwardSlice(`sandbox:${apps}`)).done);
    },
    heapUsers: () => Object.fromEntries(sandbox.state.heap.apps.get(String(apps))?.users ?? []),
  };
}

/** A source's user properties in numbers. */
export const countsOf = ({ customerId, id }: TestSource) =>
  countUserProperties(ctxOf("viewer"), { customerId, sourceId: id });

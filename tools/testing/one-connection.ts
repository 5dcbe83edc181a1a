import { afterEach, expect, vi } from "vitest";
import type * as Database from "@/lib/kernel/database";

/**
 * Fails a test in which a transaction asks the pool for a second connection. When as many do so at once as the pool has
 * connections, each waits for the others until all give up, and nobody else gets one in the meantime.
 */
const { begunAt, nested } = await vi.hoisted(async () => {
  const { AsyncLocalStorage } = await import("node:async_hooks");
  return { begunAt: new AsyncLocalStorage<Error>(), nested: [] as string[] };
});

vi.mock("@/lib/kernel/database", async (importOriginal) => {
  const real = await importOriginal<typeof Database>();
  const { pool, prisma } = real;
  const watched = <Args extends unknown[], T>(work: (...args: Args) => T) => {
    const here = callHere();
    return (...args: Args): T => begunAt.run(here, () => work(...args));
  };

  const connect = pool.connect.bind(pool) as (callback?: unknown) => unknown;
  pool.connect = ((callback?: unknown) => {
    const begun = begunAt.getStore();
    if (begun)
      nested.push(`asked for at\n${ourFrames(callHere())}\nin the transaction begun at\n${ourFrames(begun)}`);
    return connect(callback);
  }) as typeof pool.connect;

  const transaction = prisma.$transaction.bind(prisma) as (work: unknown, options?: object) => unknown;
  prisma.$transaction = ((work: unknown, options?: object) =>
    transaction(
      typeof work === "function" ? watched(work as () => unknown) : work,
      options,
    )) as typeof prisma.$transaction;

  return {
    ...real,
    inTransaction: ((work) => real.inTransaction(watched(work))) as typeof real.inTransaction,
    inTransactionOf: ((owner, work) =>
      real.inTransactionOf(owner, owner === pool ? watched(work) : work)) as typeof real.inTransactionOf,
  };
});

afterEach(() => {
  expect(nested.splice(0), "second connections that a transaction asked for").toEqual([]);
});

/** Remembers where it is called from; only reading that takes time. */
function callHere(): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 60;
  const call = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return call;
}

function ourFrames({ stack = "" }: Error): string {
  const isOurs = (line: string) =>
    /\/(lib|app|inngest|components)\//.test(line) && !line.includes("node_modules");
  return stack.split("\n").filter(isOurs).join("\n");
}

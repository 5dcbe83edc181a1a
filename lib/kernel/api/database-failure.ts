import { z } from "zod";

/**
 * PostgreSQL's error classes for "not now" (https://www.postgresql.org/docs/current/errcodes-appendix.html):
 * 08 connection, 25006 no writes (a failover, or a full disk), 40 lost a race with another transaction, 53 resources, 57P
 * shutdown or start-up.
 */
const PASSING_SQL_STATE = /^(08|25006|40|53|57P)/;

/** Node's codes for a connection that could not be made or that broke. */
const BROKEN_CONNECTION = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)$/;

/**
 * Prisma's codes for a database out of reach, too slow or too busy
 * (https://www.prisma.io/docs/orm/reference/error-reference): P1001 and P1002 reach, P1008 time, P1017 closed,
 * P2024 pool, P2028 transaction, P2034 lost a race, P2037 connections.
 */
const PASSING_PRISMA = /^(P1001|P1002|P1008|P1017|P2024|P2028|P2034|P2037)$/;

/** Texts of node-postgres errors that carry no code. */
const WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

const adapted = z.object({
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) }),
});

/** Whether an error means that the database cannot answer now: our fault, and worth another try later (503). */
export function isDatabaseFailure(err: unknown): boolean {
  for (
    let current = err, depth = 0;
    current instanceof Error && depth < 5;
    current = current.cause, depth++
  ) {
    const code = "code" in current && typeof current.code === "string" ? current.code : "";
    if (PASSING_SQL_STATE.test(adaptedSqlState(current) ?? code)) return true;
    if (BROKEN_CONNECTION.test(code) || PASSING_PRISMA.test(code)) return true;
    if (current.name === "PrismaClientInitializationError" || WORDS.test(current.message)) return true;
    if (current instanceof AggregateError && current.errors.some(isDatabaseFailure)) return true;
  }
  return false;
}

/** PostgreSQL's codes in an error and in what caused it, the outermost first. Prisma's and Node's may be among them. */
export function sqlStatesOf(err: unknown): string[] {
  const codes: string[] = [];
  for (let current = err; current instanceof Error && codes.length < 5; current = current.cause) {
    const code = "code" in current && typeof current.code === "string" ? current.code : "";
    codes.push(adaptedSqlState(current) ?? code);
  }
  return codes;
}

/** Prisma keeps PostgreSQL's own code in the error's `meta`, besides a code of its own. */
function adaptedSqlState(err: Error): string | undefined {
  const parsed = adapted.safeParse(err);
  return parsed.success ? parsed.data.meta.driverAdapterError.cause.originalCode : undefined;
}

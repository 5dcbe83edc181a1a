import type { QueryResultRow } from "pg";
import type { Transaction } from "@/lib/kernel/audit/record-audit";

/** What both a connection of the pool and a transaction of Prisma can do for us: run a statement of SQL. */
export interface Sql {
  query<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<{ rows: Row[] }>;
}

/** SQL inside a transaction of Prisma, so that a change made by SQL and its audit entry stand or fall together. */
export function sqlOf(tx: Transaction): Sql {
  return {
    query: async <Row extends QueryResultRow>(text: string, values: unknown[]) => ({
      rows: await tx.$queryRawUnsafe<Row[]>(text, ...values),
    }),
  };
}

/** How long a change may wait for its turn at a busy segment, and how long forgetting a million members may take. */
export const TRANSACTION_OPTIONS = { maxWait: 15_000, timeout: 300_000 };

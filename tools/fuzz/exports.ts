import Papa from "papaparse";
import { exportMembers } from "@/lib/cohorts/members/export-members";
import { exportSyncs } from "@/lib/cohorts/syncs/export-syncs";
import { exportEvents } from "@/lib/forwarding/events/export-events";
import { exportCustomerAudit } from "@/lib/kernel/audit/export-csv";
import { pool } from "@/lib/kernel/database";
import type { Tenants } from "./tenants";

/** What is read of one file; a long run leaves far more behind than can differ in kind. */
const MAX_CHARACTERS = 20_000_000;

/** Every character that some reader takes for the end of a line. */
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/** What begins a formula, at the start of a cell of any locale's separator. */
const FORMULA = /(^|[;\t|])\s*[=+\-@＝＋－＠]/u;

const ctx = { actor: { kind: "system", name: "fuzz" } } as const;

/**
 * Reads everything that the hostile requests left behind as the CSV files a CSM downloads, with a reader that has
 * nothing to do with the writer.
 * @returns what leaves its cell or its line, in words
 */
export async function auditExports(tenants: Tenants): Promise<string[]> {
  const problems: string[] = [];
  const check = async (name: string, file: Promise<AsyncIterable<string>>) => {
    const problem = problemOf(await readBeginning(await file));
    if (problem) problems.push(`${name}: ${problem}`);
  };

  for (const { customerId, name } of tenants.sources) {
    await check(`events.csv of ${name}`, exportEvents(ctx, { customerId }));
    await check(`audit.csv of ${name}`, exportCustomerAudit(ctx, { customerId }));
  }
  for (const { customerId, id, name } of tenants.destinations) {
    await check(`syncs.csv of ${name}`, exportSyncs(ctx, { customerId }));
    const { rows } = await pool.query<{ segmentId: string }>(
      `SELECT id AS "segmentId" FROM segment WHERE destination_id = $1`,
      [id],
    );
    for (const { segmentId } of rows)
      await check(`members.csv of ${name}`, exportMembers(ctx, { customerId, segmentId }));
  }
  return problems;
}

/** Whole lines from the start of a file. */
async function readBeginning(chunks: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length > MAX_CHARACTERS) break;
  }
  return text;
}

/** What is wrong with a file, or null. */
export function problemOf(file: string): string | null {
  if (!file.startsWith("\uFEFF")) return "it has no byte order mark";
  const text = file.slice(1);
  const { data, errors } = Papa.parse<string[]>(text, {
    delimiter: ",",
    newline: "\r\n",
    skipEmptyLines: true,
  });
  if (errors[0]) return `the reader says: ${errors[0].message}`;

  const [header, ...rows] = data;
  const odd = rows.find((row) => row.length !== header?.length);
  if (odd) return `a line has ${odd.length} cells instead of ${header?.length}`;
  const formula = rows.flat().find((cell) => FORMULA.test(cell));
  if (formula !== undefined) return `a cell begins a formula: ${JSON.stringify(formula.slice(0, 100))}`;

  const lines = text.split(LINE_BREAK).length - 1;
  return lines === data.length ? null : `${data.length} lines look like ${lines}`;
}

import { stringify } from "csv-stringify/sync";
import { safeCell } from "./safe-cell";

type Cell = string | number | boolean | null;

/** The columns of a file, in order: their names and how to get their values. */
export type Columns<Row> = readonly (readonly [name: string, read: (row: Row) => Cell])[];

/**
 * Rows as CSV (RFC 4180), in chunks: UTF-8 with a byte order mark, so that spreadsheets read it correctly; lines end
 * with CR LF; every cell that has something is quoted, and texts are safe in spreadsheets (`safeCell`). Holds only one
 * chunk at a time and reads the next when the last was taken.
 */
export async function* writeCsv<Row>(
  columns: Columns<Row>,
  chunks: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield `\uFEFF${columns.map(([name]) => name).join(",")}\r\n`;
  for await (const rows of chunks) {
    if (rows.length === 0) continue;
    const cells = rows.map((row) => columns.map(([, read]) => toText(read(row))));
    yield stringify(cells, { quoted: true, record_delimiter: "windows" });
  }
}

function toText(cell: Cell): string {
  return typeof cell === "string" ? safeCell(cell) : String(cell ?? "");
}

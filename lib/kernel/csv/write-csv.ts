import { stringify } from "csv-stringify/sync";

type Cell = string | number | boolean | null;

/** The columns of a file, in order: their names, and what stands in them. */
export type Columns<Row> = readonly (readonly [name: string, read: (row: Row) => Cell])[];

/**
 * Rows as CSV (RFC 4180), in pieces: UTF-8 with its mark, so that spreadsheets read it right; lines end with CR LF; no
 * cell is one that a spreadsheet would take for a formula (those get an apostrophe in front). Only one chunk is held at
 * a time, and the next one is read when the last was taken.
 */
export async function* writeCsv<Row>(
  columns: Columns<Row>,
  chunks: AsyncIterable<readonly Row[]>,
): AsyncGenerator<string> {
  yield `\uFEFF${columns.map(([name]) => name).join(",")}\r\n`;
  for await (const rows of chunks) {
    if (rows.length === 0) continue;
    const cells = rows.map((row) => columns.map(([, read]) => toText(read(row))));
    yield stringify(cells, { escape_formulas: true, record_delimiter: "windows" });
  }
}

function toText(cell: Cell): string {
  return cell === null ? "" : String(cell);
}

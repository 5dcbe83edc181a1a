import type { Books } from "./verify";

const COLUMNS = [
  "accepted",
  "pending",
  "forwarded",
  "filtered",
  "duplicate",
  "quarantined",
  "wanted",
  "acked",
  "owed",
] as const;

/** The customers' books as lines of text, with grouped and aligned numbers. */
export function formatTable(names: readonly string[], books: readonly Books[]): string {
  const grouped = new Intl.NumberFormat("en-US");
  const rows = [
    ["customer", ...COLUMNS],
    ...books.map((book, index) => [
      names[index] ?? "",
      ...COLUMNS.map((column) => grouped.format(book[column])),
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
  return lines.map((line) => `  ${line}`).join("\n");
}

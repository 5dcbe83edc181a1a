/** For tests: reads a whole CSV file (RFC 4180) as rows by column name, strictly, so that a broken quote is noticed. */
export function readCsv(text: string): Record<string, string>[] {
  if (!text.startsWith("\uFEFF")) throw new Error("the file does not begin with the mark of UTF-8");
  if (!text.endsWith("\r\n")) throw new Error("the last line has no end");

  const rows: string[][] = [[]];
  const cell = /("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/gy;
  cell.lastIndex = 1;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (!found) throw new Error(`not CSV at ${at}: ${text.slice(at, at + 40)}`);
    const [, value = "", end] = found;
    rows.at(-1)?.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value);
    if (end === "\r\n") rows.push([]);
  }
  const [head = [], ...lines] = rows.slice(0, -1);
  return lines.map((line) => {
    if (line.length !== head.length) throw new Error(`a line has ${line.length} cells, not ${head.length}`);
    return Object.fromEntries(head.map((name, index) => [name, line[index] ?? ""]));
  });
}

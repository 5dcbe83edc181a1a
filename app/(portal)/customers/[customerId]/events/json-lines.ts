/** One line of JSON as shown. */
export interface JsonLine {
  /** The path of the value as from `pathKey`; a closing bracket has an extra mark. */
  id: string;
  depth: number;
  /** The key in its object; null in a list and at the top. */
  name: string | null;
  /** A value, or the bracket that opens or closes one. */
  text: string;
  isText: boolean;
  /** The number of characters of a text; of anything else, as written. */
  length: number;
}

/** Deeper values are on one line: nobody reads further, and hostile nesting must not overflow the stack. */
const MAX_DEPTH = 24;

/** The key for the value at this path of keys and positions. */
export function pathKey(path: readonly (string | number)[]): string {
  return JSON.stringify(path);
}

/** A value as the lines of indented JSON. */
export function jsonLines(value: unknown): JsonLine[] {
  const lines: JsonLine[] = [];
  write(lines, value, [], null, "");
  return lines;
}

function write(
  lines: JsonLine[],
  value: unknown,
  path: (string | number)[],
  name: string | null,
  comma: string,
): void {
  const isText = typeof value === "string";
  const line = { id: pathKey(path), depth: path.length, name, isText, length: 0 };
  const isList = Array.isArray(value);
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  if (entries.length === 0 || path.length >= MAX_DEPTH) {
    const text = `${JSON.stringify(value) ?? "null"}${comma}`;
    lines.push({ ...line, text, length: isText ? value.length : text.length });
    return;
  }

  lines.push({ ...line, text: isList ? "[" : "{" });
  entries.forEach(([key, entry], place) => {
    const comma = place < entries.length - 1 ? "," : "";
    write(lines, entry, [...path, isList ? place : key], isList ? null : key, comma);
  });
  lines.push({ ...line, id: `${line.id}/`, name: null, text: `${isList ? "]" : "}"}${comma}` });
}

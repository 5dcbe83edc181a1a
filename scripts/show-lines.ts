import { LEVELS, lineOf } from "@/lib/kernel/log-lines";

const NAMES = new Map(Object.entries(LEVELS).map(([name, level]) => [level as number, name]));

/** Whether a person reads what is printed: then words, otherwise only lines of the log, for a program. */
const isTerminal = process.stdout.isTTY;

/** Prints what the starter does: words in a terminal, otherwise a line of the log. */
export function say(words: string): void {
  process.stdout.write(isTerminal ? `${words}\n` : lineOf(words, { level: LEVELS.info, at: new Date() }));
}

/** Where the server's lines go: in a terminal they are made readable, otherwise they stay what they are. */
export function serverOutput(): "inherit" | ((text: string) => void) {
  if (!isTerminal) return "inherit";

  let rest = "";
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) process.stdout.write(`${toWords(line)}\n`);
  };
}

/** A line of the log as a person reads it: `12:00:05 warn  the words {"field":1}`. */
export function toWords(line: string): string {
  const { level, time, msg, ...fields } = readLine(line);
  if (typeof level !== "number" || typeof time !== "string") return line;

  const more = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : "";
  return `${time.slice(11, 19)} ${(NAMES.get(level) ?? String(level)).padEnd(5)} ${msg ?? ""}${more}`;
}

function readLine(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}

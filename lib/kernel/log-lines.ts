import { format, stripVTControlCharacters } from "node:util";
import { maskSecretPaths } from "@/lib/kernel/mask";
import { type Whereabouts, whereOf } from "@/lib/kernel/where-of";

/** The levels of `LOG_LEVEL` as numbers, as pino has them. */
export const LEVELS = { debug: 20, info: 30, warn: 40, error: 50, silent: 100 } as const;

interface Moment {
  level: number;
  at: Date;
}

/**
 * A text that a library writes to an output, as lines of the log: one JSON object each. Lines that are JSON objects
 * already stay; anything else is the message of one line, however many lines it had. Secret addresses are masked.
 * @returns with a line break at the end of each; empty for white space
 */
export function linesOfText(text: string, moment: Moment): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length > 0 && lines.every(isObject)) return maskSecretPaths(`${lines.join("\n")}\n`);
  return lineOf(text, moment);
}

/** The same for the arguments of a call of `console`. Errors in them are described by where they happened. */
export function linesOfCall(args: readonly unknown[], moment: Moment): string {
  const err = args.flatMap((arg) => [arg, ...valuesOf(arg)]).find((value) => value instanceof Error);
  const words = format(...args.map(withoutMessages));
  return err === undefined ? linesOfText(words, moment) : lineOf(words, moment, whereOf(err));
}

/** One line of the log; empty for a text of white space. */
export function lineOf(text: string, { level, at }: Moment, err?: Whereabouts): string {
  const msg = stripVTControlCharacters(text).trim();
  return msg === ""
    ? ""
    : `${maskSecretPaths(JSON.stringify({ level, time: at.toISOString(), err, msg }))}\n`;
}

function isObject(line: string): boolean {
  try {
    return line.startsWith("{") && typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}

/** What `console` gets, with the class of an error in place of the error. */
function withoutMessages(arg: unknown): unknown {
  if (arg instanceof Error) return arg.name;
  if (!isPlain(arg)) return arg;
  return Object.fromEntries(
    Object.entries(arg).map(([key, value]) => [key, value instanceof Error ? value.name : value]),
  );
}

function valuesOf(arg: unknown): unknown[] {
  return isPlain(arg) ? Object.values(arg) : [];
}

function isPlain(arg: unknown): arg is Record<string, unknown> {
  return typeof arg === "object" && arg !== null && Object.getPrototypeOf(arg) === Object.prototype;
}

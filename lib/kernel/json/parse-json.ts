import { type Turns, takeTurns } from "@/lib/kernel/event-loop-turns";
import {
  COLON,
  COMMA,
  closerOf,
  isQuote,
  opensObject,
  type Scan,
  scanValue,
  skipSpace,
  skipText,
  TooLong,
  withoutMark,
} from "./json-bytes";

/** Parsed at once up to this size, which takes a few milliseconds; above it piece by piece. Our choice. */
const PIECE_BYTES = 256 * 1024;
/** Elements of a long list are parsed together up to this size. */
const GROUP_BYTES = 64 * 1024;
/** Real bodies have their long lists at the third level. Each level of long values is scanned once more. */
const MAX_LONG_LEVELS = 8;
/** Members of one long object: it is put together in one turn, and 900,000 took 170 ms. Real ones have some hundred. */
const MAX_MEMBERS = 50_000;

export type ParsedJson =
  | { ok: true; value: unknown }
  /** `too_large`: it may be JSON, but would cost more than any real body: too many values, a text too long. */
  | { ok: false; problem: "not_json" | "too_large" };

interface ParseOptions {
  /** The most values that a long text may hold; each takes up to a hundred bytes of memory. */
  maxValues: number;
  /** Rewrites the text before it is parsed; sees whole values. */
  prepare?: (text: string) => string;
}

class Refusal extends Error {
  constructor(readonly problem: "not_json" | "too_large") {
    super(problem);
  }
}

/**
 * Parses a JSON text as `JSON.parse` does, without holding the event loop: a long one is parsed piece by piece, and
 * others have their turn in between. A byte order mark is skipped. Never throws.
 */
export async function parseJson(body: Buffer, options: ParseOptions): Promise<ParsedJson> {
  const bytes = withoutMark(body);
  try {
    const { prepare = (text) => text } = options;
    if (bytes.length <= PIECE_BYTES) return { ok: true, value: JSON.parse(prepare(bytes.toString("utf8"))) };
    return { ok: true, value: await new PieceParser(bytes, options.maxValues, prepare).parse() };
  } catch (err) {
    if (err instanceof TooLong) return { ok: false, problem: "too_large" };
    return { ok: false, problem: err instanceof Refusal ? err.problem : "not_json" };
  }
}

/** A list or an object: from its first byte to the one after its last, which must be `closer`. */
interface Place {
  start: number;
  end: number;
  closer: number;
}

class PieceParser {
  private readonly turns: Turns = takeTurns();

  constructor(
    private readonly bytes: Buffer,
    private readonly maxValues: number,
    private readonly prepare: (text: string) => string,
  ) {}

  async parse(): Promise<unknown> {
    const start = skipSpace(this.bytes, 0);
    const scan = await this.scanOn({ place: start, depth: 0, values: 1 });
    if (skipSpace(this.bytes, scan.place) < this.bytes.length) throw new Refusal("not_json");
    if (scan.values > this.maxValues) throw new Refusal("too_large");

    return this.parseValue(start, scan.place, 0);
  }

  /** Parses the value from `start` to `end`, at once or in pieces. */
  private async parseValue(start: number, end: number, level: number): Promise<unknown> {
    const closer = closerOf(this.bytes[start]);
    if (end - start <= PIECE_BYTES || closer === undefined) {
      if (this.turns.isOver()) await this.turns.next();
      return this.parsePiece(start, end);
    }
    if (level >= MAX_LONG_LEVELS) throw new Refusal("too_large");

    const place = { start, end, closer };
    return opensObject(this.bytes[start]) ? this.parseObject(place, level) : this.parseList(place, level);
  }

  private async parseList(place: Place, level: number): Promise<unknown[]> {
    const list: unknown[] = [];
    await this.eachGroup(place, {
      group: (from, to) => {
        for (const item of this.parsePiece(from, to, "[", "]") as unknown[]) list.push(item);
      },
      long: async (from, to) => {
        list.push(await this.parseValue(from, to, level + 1));
      },
    });
    return list;
  }

  private async parseObject(place: Place, level: number): Promise<Record<string, unknown>> {
    const entries = new Map<string, unknown>();
    await this.eachGroup(place, {
      group: (from, to) => {
        const members = this.parsePiece(from, to, "{", "}") as Record<string, unknown>;
        for (const name of Object.keys(members)) entries.set(name, members[name]);
        if (entries.size > MAX_MEMBERS) throw new Refusal("too_large");
      },
      long: async (from, to) => {
        const name = this.parsePiece(from, skipText(this.bytes, from)) as string;
        entries.set(name, await this.parseValue(this.valueOfMember(from), to, level + 1));
      },
    });
    // Defines properties, `__proto__` too, as JSON.parse does.
    return Object.fromEntries(entries);
  }

  /** Cuts what is between two brackets into groups of short elements, and elements that are long by themselves. */
  private async eachGroup(
    { start, end, closer }: Place,
    take: { group: (from: number, to: number) => void; long: (from: number, to: number) => Promise<void> },
  ): Promise<void> {
    const { bytes } = this;
    const isObject = opensObject(bytes[start]);
    let groupStart = -1;
    let groupEnd = -1;
    let at = skipSpace(bytes, start + 1);
    if (at === end - 1 && bytes[at] === closer) return;

    for (;;) {
      const found = this.endOfElement(at, isObject);
      const elementEnd = (found instanceof Promise ? await found : found).place;
      if (elementEnd === at) throw new Refusal("not_json");
      const isLong = elementEnd - at > GROUP_BYTES;
      if (groupStart >= 0 && (isLong || elementEnd - groupStart > GROUP_BYTES)) {
        take.group(groupStart, groupEnd);
        groupStart = -1;
        if (this.turns.isOver()) await this.turns.next();
      }
      if (isLong) {
        await take.long(at, elementEnd);
      } else {
        if (groupStart < 0) groupStart = at;
        groupEnd = elementEnd;
      }

      const next = skipSpace(bytes, elementEnd);
      if (bytes[next] === closer && next === end - 1) break;
      if (bytes[next] !== COMMA) throw new Refusal("not_json");
      at = skipSpace(bytes, next + 1);
    }
    if (groupStart >= 0) take.group(groupStart, groupEnd);
  }

  // Not async for the many short elements: a promise for each would cost more than the rest.
  private endOfElement(at: number, isMember: boolean): Scan | Promise<Scan> {
    const place = isMember ? this.valueOfMember(at) : at;
    const scan = { place, depth: 0, values: 1 };
    return scanValue(this.bytes, scan, PIECE_BYTES) ? scan : this.scanOn(scan);
  }

  private async scanOn(scan: Scan): Promise<Scan> {
    while (!scanValue(this.bytes, scan, PIECE_BYTES)) if (this.turns.isOver()) await this.turns.next();
    return scan;
  }

  /** The place of a member's value, by the place of its name. */
  private valueOfMember(at: number): number {
    if (!isQuote(this.bytes[at])) throw new Refusal("not_json");
    const colon = skipSpace(this.bytes, skipText(this.bytes, at));
    if (this.bytes[colon] !== COLON) throw new Refusal("not_json");
    return skipSpace(this.bytes, colon + 1);
  }

  private parsePiece(start: number, end: number, before = "", after = ""): unknown {
    return JSON.parse(this.prepare(before + this.bytes.toString("utf8", start, end) + after));
  }
}

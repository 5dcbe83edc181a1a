import { takeTurns } from "@/lib/kernel/event-loop-turns";
import {
  COMMA,
  closerOf,
  isCloser,
  isQuote,
  opensObject,
  scanValue,
  skipSpace,
  skipText,
  withoutMark,
} from "./json-bytes";

/** Looked through before others may have their turn. Our choice. */
const PIECE_BYTES = 256 * 1024;

/**
 * The bytes of one element of a list that is a member of an object, such as one event of a long body, without making
 * anything of the others. Takes turns with others.
 * @param body the object as JSON, known to be valid
 * @param name of the member; of several with that name the last one counts, as for `JSON.parse`
 * @returns undefined when there is no such list or element
 */
export async function findElement(body: Buffer, name: string, index: number): Promise<Buffer | undefined> {
  const bytes = withoutMark(body);
  const turns = takeTurns();
  const endOf = async (at: number) => {
    const scan = { place: at, depth: 0, values: 1 };
    while (!scanValue(bytes, scan, PIECE_BYTES)) if (turns.isOver()) await turns.next();
    return scan.place;
  };
  /** The place of what follows the comma after a value; undefined when none does. */
  const next = (end: number) => {
    const at = skipSpace(bytes, end);
    return bytes[at] === COMMA ? skipSpace(bytes, at + 1) : undefined;
  };

  const start = skipSpace(bytes, 0);
  if (!opensObject(bytes[start])) return undefined;
  let list: number | undefined;
  for (let at: number | undefined = skipSpace(bytes, start + 1); at !== undefined && isQuote(bytes[at]); ) {
    const nameEnd = skipText(bytes, at);
    const valueAt = skipSpace(bytes, skipSpace(bytes, nameEnd) + 1);
    if (JSON.parse(bytes.toString("utf8", at, nameEnd)) === name) list = valueAt;
    at = next(await endOf(valueAt));
  }
  if (list === undefined || closerOf(bytes[list]) === undefined || opensObject(bytes[list])) return undefined;

  let at: number | undefined = skipSpace(bytes, list + 1);
  for (let place = 0; at !== undefined && !isCloser(bytes[at]); place++) {
    const end = await endOf(at);
    if (place === index) return bytes.subarray(at, end);
    at = next(end);
  }
  return undefined;
}

import { takeTurns } from "@/lib/kernel/event-loop-turns";
import { isStorableText } from "@/lib/kernel/storable-text";
import { trimUnseen } from "@/lib/kernel/trim-unseen";
import { maskedShape } from "./masked-shape";

/**
 * Longest user key we keep, in UTF-8 bytes. Braze's external ids must be fewer than 988 bytes (its /users/track
 * error, seen in rudderlabs/rudder-transformer), so a longer key cannot match a user.
 */
const MAX_MEMBER_ID_BYTES = 987;

/** How many shapes are told apart, and how many of them are kept. */
const MAX_SHAPES = 50;
const SHOWN_SHAPES = 5;

/** What became of the entries of a page's two lists. */
export interface PageTally {
  /** Entries in both lists. */
  entries: number;
  /** Those without a usable user key. */
  untaken: number;
  /** Those whose key the page names already, or in its other list too. */
  repeated: number;
  /** Keys taken without the space around them. */
  trimmed: number;
  /** What the entries that were not taken look like, most frequent first, with every value masked. */
  shapes: { shape: string; count: number }[];
}

/** One list of a page: its user keys, each once, and what became of its entries. */
interface MemberList {
  ids: Set<string>;
  entries: number;
  untaken: number;
  trimmed: number;
  /** The keys that had space around them, as Heap wrote them. */
  untrimmed: Set<string>;
  shapes: Map<string, number>;
}

/**
 * The user keys in one list of a segment page, each once, without the space around them and else as Heap wrote them. An
 * entry is `{ id }`; bare strings and numbers are accepted too. Blank keys, keys that cannot be stored or are too long,
 * and anything else are not taken, but counted. A missing list is an empty one; null when the value is not a list.
 */
export async function readMemberList(list: unknown): Promise<MemberList | null> {
  const read: MemberList = {
    ids: new Set(),
    entries: 0,
    untaken: 0,
    trimmed: 0,
    untrimmed: new Set(),
    shapes: new Map(),
  };
  if (list === undefined || list === null) return read;
  if (!Array.isArray(list)) return null;

  const turns = takeTurns();
  for (const entry of list) {
    if (turns.isOver()) await turns.next();
    takeEntry(read, entry);
  }
  return read;
}

/**
 * Counts both lists together, before keys that are in both are taken out of one.
 */
export function tallyOf(add: MemberList, remove: MemberList): PageTally {
  const entries = add.entries + remove.entries;
  const untaken = add.untaken + remove.untaken;
  let inBoth = 0;
  for (const id of remove.ids) if (add.ids.has(id)) inBoth++;

  const shapes = new Map(add.shapes);
  for (const [shape, count] of remove.shapes) noteShape(shapes, shape, count);
  return {
    entries,
    untaken,
    repeated: entries - untaken - (add.ids.size + remove.ids.size - inBoth),
    trimmed: add.trimmed + remove.trimmed,
    shapes: [...shapes]
      .map(([shape, count]) => ({ shape, count }))
      .toSorted((one, other) => other.count - one.count)
      .slice(0, SHOWN_SHAPES),
  };
}

function takeEntry(read: MemberList, entry: unknown): void {
  read.entries++;
  const value = typeof entry === "object" && entry !== null ? (entry as { id?: unknown }).id : entry;
  const written = typeof value === "number" ? String(value) : value;
  const id = typeof written === "string" ? trimUnseen(written) : "";

  if (id === "" || !isStorableText(id) || Buffer.byteLength(id) > MAX_MEMBER_ID_BYTES) {
    read.untaken++;
    noteShape(read.shapes, maskedShape(entry), 1);
    return;
  }
  read.ids.add(id);
  if (typeof written !== "string" || id === written) return;
  read.trimmed++;
  read.untrimmed.add(written);
}

function noteShape(shapes: Map<string, number>, shape: string, count: number): void {
  if (shapes.size < MAX_SHAPES || shapes.has(shape)) shapes.set(shape, (shapes.get(shape) ?? 0) + count);
}

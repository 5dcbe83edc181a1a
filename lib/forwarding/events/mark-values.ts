import { isListOfObjects } from "@/lib/forwarding/mapping/flatten-properties";
import type { Mapping } from "@/lib/forwarding/mapping/map-event";

/** Keys and places in lists, from the top of Braze's event. */
export type Path = (string | number)[];

export interface Leaf {
  path: Path;
  value: unknown;
  /**
   * What is in its place in the marked event: a text, in a list of objects that of its key; for such a list itself the
   * number of its items; null when the mapping leaves it out.
   */
  mark: string | number | null;
}

/** Deeper values are treated as one: the mapping writes them as one text too. */
const MAX_DEPTH = 18;
/** Lists of objects beyond this number are not told apart: no real event has as many. */
const MAX_ITEMS = 200;

/** Replaces values by marks and keeps what they were. */
export class Marker {
  readonly leaves: Leaf[] = [];
  private marks = 0;
  private lastCount = 0;

  constructor(private readonly mapping: Mapping) {}

  mark(value: unknown, path: Path): unknown {
    if (isObject(value) && path.length < MAX_DEPTH) {
      const marked = {};
      for (const key of Object.keys(value)) define(marked, key, this.mark(value[key], [...path, key]));
      return marked;
    }
    if (isList(value) && isListOfObjects(value) && path.length < MAX_DEPTH) {
      const leaf: Leaf = { path, value, mark: null };
      this.leaves.push(leaf);
      const items = this.markItems(value, path);
      // Empty items, so that no two lists have the same number of them.
      while (items.length <= this.lastCount && items.length < MAX_ITEMS) items.push({});
      if (items.length > this.lastCount) leaf.mark = items.length;
      this.lastCount = Math.max(this.lastCount, items.length);
      return items;
    }
    if (isNothing(value) || isIdentity(path, this.mapping)) {
      this.leaves.push({ path, value, mark: null });
      return value;
    }
    const mark = this.newMark();
    this.leaves.push({ path, value, mark });
    return isList(value) ? [mark] : mark;
  }

  /** Items with the keys of all, each key once: it becomes one property, whatever item it is in. */
  private markItems(items: readonly unknown[], path: Path): unknown[] {
    const all: object[] = [];
    const marks = new Map<string, string>();
    const visit = (item: Record<string, unknown>, at: Path, keys: string[]) => {
      for (const key of Object.keys(item)) {
        const value = item[key];
        const here = [...at, key];
        const inner = [...keys, key];
        if (isObject(value) && here.length < MAX_DEPTH) {
          visit(value, here, inner);
        } else if (value === null || value === undefined) {
          this.leaves.push({ path: here, value, mark: null });
        } else {
          const column = inner.join(".");
          const mark = marks.get(column) ?? this.newMark();
          this.leaves.push({ path: here, value, mark });
          if (!marks.has(column)) place(all, inner, mark);
          marks.set(column, mark);
        }
      }
    };
    for (const [index, item] of items.entries()) if (isObject(item)) visit(item, [...path, index], []);
    return all.length > 0 ? all : [{}];
  }

  private newMark(): string {
    return `⟦${this.marks++}⟧`;
  }
}

/** The identity is not marked: it would be refused, or look like another person's. */
export function isIdentity(path: Path, { identityField }: Mapping): boolean {
  return path.length === 2 && path[0] === "user" && path[1] === identityField;
}

/** Values that the mapping leaves out are not marked: they would take a name that is free for another value. */
function isNothing(value: unknown): boolean {
  if (!isList(value)) return value === null || value === undefined;

  const items = value.filter((item) => item !== null && item !== undefined);
  return items.length === 0 || (items.length === 1 && items[0] === "");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Sets a value in the first of these objects that has room at its keys: a key may hold a text here, an object there. */
function place(all: object[], keys: readonly string[], value: string): void {
  if (all.some((object) => setFree(object, keys, value))) return;
  const more = {};
  setFree(more, keys, value);
  all.push(more);
}

function setFree(object: object, [key = "", ...rest]: readonly string[], value: string): boolean {
  const found = own(object, key);
  if (rest.length === 0) {
    if (found === undefined) define(object, key, value);
    return found === undefined;
  }
  if (found !== undefined) return isObject(found) && setFree(found, rest, value);
  const inner = {};
  define(object, key, inner);
  return setFree(inner, rest, value);
}

function own(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}

/** Sets an own property, `__proto__` too. */
export function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

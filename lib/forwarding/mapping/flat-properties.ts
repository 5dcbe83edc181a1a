import { cutText, storableText } from "@/lib/kernel/storable-text";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";
import { type LeftOut, noteLeftOut } from "./left-out";

/**
 * More values than this make an event unfit. Our choice: Braze's largest events have some hundred, Heap names no limit,
 * and each one costs.
 */
export const MAX_VALUES = 2_000;

/** Thrown when an event has more than `MAX_VALUES` values. */
export class TooManyValues extends Error {}

/** At most this many names, and of this length, are remembered for a prefix; and this many prefixes. Our choice. */
const MAX_NAMES = 2_000;
const MAX_NAME_LENGTH = 64;
const MAX_PREFIXES = 100;

/**
 * The names in Heap by prefix and by name in Braze, which are the same in nearly every event: putting the prefix before
 * each and checking it each time would cost more than all the rest.
 */
const names = new Map<string, Map<string, string>>();

function namesOf(prefix: string): Map<string, string> {
  let found = names.get(prefix);
  if (!found) {
    if (names.size >= MAX_PREFIXES) names.clear();
    found = new Map();
    names.set(prefix, found);
  }
  return found;
}

/** The properties of one Heap event while they are made. */
export class FlatProperties {
  readonly entries: Record<string, string | number> = {};
  /** Undefined when everything is there. */
  leftOut: LeftOut[] | undefined;
  /** How many values were looked at. */
  values = 0;
  private readonly names: Map<string, string>;

  constructor(private readonly prefix: string) {
    this.names = namesOf(prefix);
  }

  /** @throws TooManyValues */
  count(): void {
    this.values++;
    if (this.values > MAX_VALUES) throw new TooManyValues();
  }

  /**
   * Sets a free name, or the name with its origin in front; if even that is taken, the first value stays. An empty name
   * is never free.
   * @returns the name in Heap
   */
  put(name: string, origin: string, value: string | number): string {
    const short = this.heapName(name);
    const isFree = name !== "" && !Object.hasOwn(this.entries, short);
    const key = isFree ? short : this.heapName(origin + name);
    if (!isFree && Object.hasOwn(this.entries, key)) {
      this.note(key, "value", 1);
      return key;
    }

    const heapValue = toHeapValue(value);
    if (typeof value === "string" && value.length > MAX_TEXT_LENGTH) {
      this.note(key, "characters", value.length - String(heapValue).length);
    }
    if (key !== "__proto__") {
      this.entries[key] = heapValue;
      return key;
    }
    // Assigning to this name would set the object's prototype instead of a property.
    const settings = { enumerable: true, configurable: true, writable: true };
    Object.defineProperty(this.entries, key, { value: heapValue, ...settings });
    return key;
  }

  /** Notes what Heap does not get of a property. */
  note(name: string, kind: LeftOut["kind"], count: number): void {
    this.leftOut ??= [];
    noteLeftOut(this.leftOut, name, kind, count);
  }

  /** A name as it is in Heap. */
  heapName(name: string): string {
    const known = this.names.get(name);
    if (known !== undefined) return known;

    const made = cutText(storableText(this.prefix + name), MAX_TEXT_LENGTH);
    if (name.length <= MAX_NAME_LENGTH && this.names.size < MAX_NAMES) this.names.set(name, made);
    return made;
  }
}

/** JSON can contain a number too large for a double, which JSON cannot write back: it is sent as text. */
function toHeapValue(value: string | number): string | number {
  if (typeof value === "string") return cutText(storableText(value), MAX_TEXT_LENGTH);

  return Number.isFinite(value) ? value : String(value);
}

import { cutText, storableText } from "@/lib/kernel/storable-text";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";
import { type LeftOut, noteLeftOut } from "./left-out";
import type { NamesAndRules } from "./names-and-rules";
import { type AppliedRule, MAX_KNOWN_NAME_LENGTH, type RuledProperty } from "./property-rules";

/**
 * More values than this make an event unfit. Our choice: Braze's largest events have some hundred, Heap names no limit,
 * and each one costs.
 */
const MAX_VALUES = 2_000;

/**
 * So many characters of long names are compared with a source's rules, for each rule; more make an event unfit. Our choice:
 * some 20 ms, and with the recommended rules a thousand names of 250 characters. Braze's longest has some 40.
 */
const MAX_COMPARED = 10_000_000;

/** Why an event costs too much; stored with it. */
export const TOO_MANY_VALUES = `more than ${MAX_VALUES.toLocaleString("en")} values`;
export const NAMES_TOO_LONG = "names too long to compare with the source's rules";

/** Thrown when an event costs more than any event may. Its message is the reason. */
export class TooCostly extends Error {}

/** The properties that are sent, by path (`custom_properties.color`): their name as rules know it, and the one in Heap. */
export type SentAs = Map<string, { name: string; heapName: string }>;

/** The properties of one Heap event while they are made. */
export class HeapProperties {
  readonly entries: Record<string, string | number> = {};
  /** Undefined when everything is there. */
  leftOut: LeftOut[] | undefined;
  /** What rules did, by name; undefined when they did nothing. */
  ruled: Map<string, RuledProperty> | undefined;
  /** How many values were looked at. */
  values = 0;
  /** Where the properties that come next are found, such as `custom_properties.`; the beginning of their paths. */
  origin = "";
  private compared = 0;
  private reserved: string | null = null;
  private numbers: Map<string, number> | undefined;

  /** @param sentAs filled with the name in Heap by the place in Braze's event, for those who compare two mappings */
  constructor(
    readonly settings: NamesAndRules,
    private readonly sentAs?: SentAs,
  ) {}

  /** @throws TooCostly */
  count(): void {
    this.values++;
    if (this.values > MAX_VALUES) throw new TooCostly(TOO_MANY_VALUES);
  }

  /**
   * Sets a property as the source's rules say.
   * @returns the name in Heap; null when a rule drops it
   */
  put(name: string, origin: string, value: string | number): string | null {
    const rule = this.ruleOf(name);
    if (rule === null) return this.set(name, origin, value);

    const ruled = this.follow(rule, name, String(value));
    return ruled === null ? null : this.set(name, origin, ruled);
  }

  /**
   * The rule that changes a property; null for none.
   * @throws TooCostly
   */
  ruleOf(name: string): AppliedRule | null {
    const { rules } = this.settings;
    if (rules === null) return null;

    if (name.length > MAX_KNOWN_NAME_LENGTH) {
      this.compared += name.length * rules.count;
      if (this.compared > MAX_COMPARED) throw new TooCostly(NAMES_TOO_LONG);
    }
    return rules.of(name, rules.asksOthers ? this.settings.otherNames(name, this.origin) : undefined);
  }

  /** Does what a rule says, and notes it. Null for a value that is dropped. */
  follow(rule: AppliedRule, ofName: string, value: string): string | null {
    const name = storableText(ofName);
    this.ruled ??= new Map();
    const noted = this.ruled.get(name);
    if (noted) noted.count++;
    else this.ruled.set(name, { name, action: rule.action, pattern: rule.pattern, count: 1 });
    return rule.action === "drop" ? null : this.settings.hash(value);
  }

  /**
   * Sets the name that a person gave it, or else a free name, or the name with its origin in front; if even that is
   * taken, with a number behind it. An empty name is never free, nor one that was given to another property.
   * @returns the name in Heap
   */
  set(name: string, origin: string, value: string | number): string {
    const heapName = this.place(name, origin, value);
    this.sentAs?.set(origin + name, { name, heapName });
    return heapName;
  }

  private place(name: string, origin: string, value: string | number): string {
    // A name that a renamed property left stays empty: one chart must not show two things.
    let isFreed = false;
    if (this.settings.hasNewNames) {
      const given = this.settings.newName(name, origin);
      if (given !== undefined) {
        if (!Object.hasOwn(this.entries, given)) return this.write(given, value);
        isFreed = true;
      }
    }
    const short = this.settings.heapName(name);
    if (name !== "" && !isFreed && this.isFree(short)) return this.write(short, value);

    const long = this.settings.heapName(origin + name);
    return this.write(this.isFree(long) ? long : this.numbered(long), value);
  }

  /** The name with the first number that is free, from 2 on. Numbers are not tried again, or a name cut alike would cost its square. */
  private numbered(taken: string): string {
    this.numbers ??= new Map();
    for (let number = this.numbers.get(taken) ?? 2; ; number++) {
      const behind = `.${number}`;
      const key = cutText(taken, MAX_TEXT_LENGTH - behind.length) + behind;
      if (!this.isFree(key)) continue;
      this.numbers.set(taken, number + 1);
      return key;
    }
  }

  /** Keeps a name from being given to another property from now on. */
  reserve(name: string): void {
    this.reserved = this.settings.heapName(name);
  }

  private isFree(key: string): boolean {
    if (Object.hasOwn(this.entries, key) || key === this.reserved) return false;
    return !this.settings.hasNewNames || !this.settings.isGiven(key);
  }

  private write(key: string, value: string | number): string {
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
}

/** JSON can contain a number too large for a double, which JSON cannot write back: it is sent as text. */
function toHeapValue(value: string | number): string | number {
  if (typeof value === "string") return cutText(storableText(value), MAX_TEXT_LENGTH);

  return Number.isFinite(value) ? value : String(value);
}

import { hash } from "node:crypto";
import { cutText, storableText } from "@/lib/kernel/storable-text";
import { MAX_TEXT_LENGTH } from "@/lib/vendors/heap/limits";
import { type PropertyRule, PropertyRules, rulesOf, wordRulesOf } from "./property-rules";

/** What the properties of a source's events become, apart from their values. */
export interface PropertySettings {
  /** Put in front of every name; null for none. */
  prefix: string | null;
  /** Which properties Heap does not get as they are. */
  propertyRules: readonly PropertyRule[];
  /** The rules recommended for personal data apply after those. */
  protectsPersonalData: boolean;
  /** Whole names in Heap for properties of Braze; nothing is put before them. */
  propertyNames: readonly { from: string; to: string }[];
  /** Secret, the customer's; without one, what should be hashed is dropped. */
  hashSalt: string | null;
}

/** At most this many names, and of this length, are remembered for a prefix; and this many prefixes. Our choice. */
const MAX_NAMES = 2_000;
const MAX_NAME_LENGTH = 64;
const MAX_PREFIXES = 100;

/** Names and rules of properties, worked out once and asked for every value. */
export class NamesAndRules {
  /** Null for none. */
  readonly rules: PropertyRules | null;
  private readonly prefix: string;
  private readonly salt: string | null;
  /** Whether a person gave any property another name. */
  readonly hasNewNames: boolean;
  private readonly renamed: ReadonlyMap<string, string>;
  private readonly given: ReadonlySet<string>;
  /**
   * The names in Heap by name in Braze, which are the same in nearly every event: putting the prefix before each and
   * checking it each time would cost more than all the rest.
   */
  private readonly names = new Map<string, string>();

  constructor(settings: PropertySettings) {
    const rules = rulesOf(settings);
    const ready = (some: readonly PropertyRule[]) => withoutSalt(some, settings.hashSalt);
    this.rules =
      rules.length > 0
        ? new PropertyRules(ready(rules), ready(wordRulesOf(settings)), addressesIn(settings))
        : null;
    this.prefix = settings.prefix ?? "";
    this.salt = settings.hashSalt;
    this.given = new Set(settings.propertyNames.map(({ to }) => to));
    this.renamed = new Map(settings.propertyNames.map(({ from, to }) => [from, to]));
    this.hasNewNames = this.renamed.size > 0;
  }

  /**
   * The name that a person gave a property, by its name in Braze, its path or its name in Heap; undefined for none.
   * @param origin where it was found, such as `custom_properties.`
   */
  newName(name: string, origin: string): string | undefined {
    const plain = storableText(name);
    return (
      this.renamed.get(storableText(origin) + plain) ??
      this.renamed.get(plain) ??
      this.renamed.get(this.prefix + plain) ??
      this.renamed.get(this.prefix + storableText(origin) + plain)
    );
  }

  /** What else a property is called: its path, and the names it has or may have in Heap. */
  otherNames(name: string, origin: string): string[] {
    const given = this.hasNewNames ? this.newName(name, origin) : undefined;
    const path = origin + name;
    return [path, this.prefix + name, this.prefix + path, ...(given === undefined ? [] : [given])];
  }

  /** Whether a name in Heap is kept for a property that a person gave it to. */
  isGiven(heapName: string): boolean {
    return this.given.has(heapName);
  }

  /** A property's name in Heap, unless it was given another. */
  heapName(name: string): string {
    const known = this.names.get(name);
    if (known !== undefined) return known;

    const made = cutText(storableText(this.prefix + name), MAX_TEXT_LENGTH);
    if (name.length <= MAX_NAME_LENGTH && this.names.size < MAX_NAMES) this.names.set(name, made);
    return made;
  }

  /**
   * The same for the same value of a customer, and impossible to reverse without the salt: SHA-256 of the salt, which
   * always has the same length, and the value, in hex. In one call, which costs a fifth of a hash object.
   */
  hash(value: string): string {
    return hash("sha256", (this.salt ?? "") + value, "hex");
  }
}

/** Where a property may be found, as paths begin. */
const ORIGIN = /^(?:custom_properties|purchase_properties|properties|user|event)\./;

/**
 * The patterns of a source's own rules that, in place of a name of Braze's, say where a property is, or what it is called in
 * Heap: as Heap and the event's panel show it. Only these are compared with those names too, so that `email` does not
 * hold for whatever was renamed to it.
 */
function addressesIn({ propertyRules, propertyNames, prefix }: PropertySettings): ReadonlySet<string> {
  const given = new Set(propertyNames.map(({ to }) => to.toLowerCase()));
  const start = prefix?.toLowerCase();
  const patterns = propertyRules.map(({ pattern }) => pattern);
  return new Set(
    patterns.filter((pattern) => {
      const lower = pattern.toLowerCase();
      return ORIGIN.test(lower) || given.has(lower) || (start !== undefined && lower.startsWith(start));
    }),
  );
}

/** Nothing is hashed without a salt: anyone could find a phone number by hashing all of them. */
function withoutSalt(rules: readonly PropertyRule[], salt: string | null): readonly PropertyRule[] {
  if (salt !== null) return rules;
  return rules.map((rule) => (rule.action === "hash" ? { ...rule, action: "drop" } : rule));
}

/** Those of sources that have only a prefix, by it. */
const plainOnes = new Map<string, NamesAndRules>();
const ones = new WeakMap<PropertySettings, NamesAndRules>();

/** The names and rules of these settings, made once for each object: do not change one afterwards. */
export function namesAndRulesOf(settings: PropertySettings): NamesAndRules {
  const isPlain =
    settings.propertyRules.length === 0 &&
    settings.propertyNames.length === 0 &&
    !settings.protectsPersonalData;
  if (isPlain) return plainOf(settings);

  let one = ones.get(settings);
  if (!one) {
    one = new NamesAndRules(settings);
    ones.set(settings, one);
  }
  return one;
}

function plainOf(settings: PropertySettings): NamesAndRules {
  const prefix = settings.prefix ?? "";
  let one = plainOnes.get(prefix);
  if (!one) {
    if (plainOnes.size >= MAX_PREFIXES) plainOnes.clear();
    one = new NamesAndRules(settings);
    plainOnes.set(prefix, one);
  }
  return one;
}

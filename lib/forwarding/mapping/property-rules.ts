import { storableText } from "@/lib/kernel/storable-text";
import { PERSONAL_DATA, PERSONAL_WORDS } from "@/lib/vendors/braze/personal-data";
import { matchesPattern } from "./name-pattern";
import { NameWords } from "./name-words";

/** What becomes of the properties whose names match a pattern. */
export interface PropertyRule {
  /** A property's name as Braze has it; `*` is any text. */
  pattern: string;
  action: "drop" | "hash" | "keep";
}

/** A rule that changes something. */
export type AppliedRule = PropertyRule & { action: "drop" | "hash" };

/** What a rule did to a property of one event. */
export interface RuledProperty {
  /** The property's name as Braze has it, such as `products.email`. */
  name: string;
  action: AppliedRule["action"];
  pattern: string;
  /** How many of its values, for a list those of all items. */
  count: number;
}

/** How many names are remembered with their rule. Our choice. */
const MAX_NAMES = 2_000;

/** Names up to this length are remembered; for longer ones an event has a budget. Our choice. */
export const MAX_KNOWN_NAME_LENGTH = 64;

/**
 * The rules of a source, ready to be asked for each value. The first rule that matches decides. A rule for a name is
 * also one for everything below it: `address` for `address.city`.
 */
export class PropertyRules {
  private readonly rules: { rule: PropertyRule; parts: readonly string[] }[];
  /** Whether any rule may hold for a path or for a name in Heap; usually none does, and those need not be made. */
  readonly asksOthers: boolean;
  private readonly known = new Map<string, AppliedRule | null>();

  private readonly words: NameWords<PropertyRule>;

  /**
   * @param rules patterns, in order
   * @param words asked after those
   * @param addresses those of `rules` that say where a property is or what it is called in Heap
   */
  constructor(
    rules: readonly PropertyRule[],
    words: readonly PropertyRule[] = [],
    private readonly addresses: ReadonlySet<string> = new Set(),
  ) {
    this.words = new NameWords(words);
    this.asksOthers = addresses.size > 0;
    this.rules = rules.map((rule) => ({ rule, parts: rule.pattern.toLowerCase().split("*") }));
  }

  /**
   * The rule that changes a property; null when it is sent as it is. Patterns know no capital letters, words are divided at them.
   * @param others what else the property is called: its path and its names in Heap; needed only if `asksOthers`
   */
  of(name: string, others: readonly string[] = []): AppliedRule | null {
    const key = others.length === 0 ? name : others.join("\n");
    const known = this.known.get(key);
    if (known !== undefined) return known;

    const found = this.find(storableText(name), others);
    if (name.length <= MAX_KNOWN_NAME_LENGTH && this.known.size < MAX_NAMES) this.known.set(key, found);
    return found;
  }

  /** How many rules a name that is not remembered is compared with. */
  get count(): number {
    return this.rules.length;
  }

  private find(name: string, others: readonly string[] = []): AppliedRule | null {
    const lower = name.toLowerCase();
    const lowerOthers = others.map((other) => storableText(other).toLowerCase());
    const found =
      this.rules.find(
        ({ rule, parts }) =>
          matchesPattern(lower, parts) ||
          (this.addresses.has(rule.pattern) && lowerOthers.some((other) => matchesPattern(other, parts))),
      )?.rule ?? this.words.of(name);
    return found && isApplied(found) ? found : null;
  }
}

function isApplied(rule: PropertyRule): rule is AppliedRule {
  return rule.action !== "keep";
}

/** The rules by words that a source has besides `rulesOf`, asked after them. */
export function wordRulesOf(settings: { protectsPersonalData: boolean }): readonly PropertyRule[] {
  return settings.protectsPersonalData ? PERSONAL_WORDS : [];
}

/** A source's rules in order: its own, then those recommended for personal data if it has them. */
export function rulesOf(settings: {
  propertyRules: readonly PropertyRule[];
  protectsPersonalData: boolean;
}): readonly PropertyRule[] {
  return settings.protectsPersonalData
    ? [...settings.propertyRules, ...PERSONAL_DATA]
    : settings.propertyRules;
}

/** More words at the end of a name are not compared. */
const MOST_WORDS = 4;

/** A longer part of a path is no name that a person gave. */
const MAX_PART_LENGTH = 255;

/** Rules by the words of a name: `* email` for names that end in them, `mobile` for that name alone. */
export class NameWords<Rule extends { pattern: string }> {
  private readonly rules: ReadonlyMap<string, Rule>;

  constructor(rules: readonly Rule[]) {
    this.rules = new Map(rules.map((rule) => [rule.pattern, rule]));
  }

  /**
   * The rule for a property, or for one that it is below (`userEmail` for `userEmail.address`); undefined for none. The
   * longest words decide. Takes time in proportion to the name, however many rules there are.
   * @param name as Braze has it, with its capital letters
   */
  of(name: string): Rule | undefined {
    if (this.rules.size === 0) return undefined;

    for (const part of name.split(".")) {
      const found = part.length > MAX_PART_LENGTH ? undefined : this.ofWords(wordsOf(part));
      if (found) return found;
    }
    return undefined;
  }

  private ofWords(words: readonly string[]): Rule | undefined {
    const whole = this.rules.get(words.join(" "));
    if (whole) return whole;
    for (let count = Math.min(words.length, MOST_WORDS); count > 0; count--) {
      const found = this.rules.get(`* ${words.slice(-count).join(" ")}`);
      if (found) return found;
    }
    return undefined;
  }
}

/** The words of a name, however it joins them, in lower case and without a number at the end: `userEmail2` is `user email`. Pure. */
export function wordsOf(name: string): string[] {
  const words = name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "");
  const last = words.pop()?.replace(/\d{1,255}$/, "");
  return last === undefined || last === "" ? words : [...words, last];
}

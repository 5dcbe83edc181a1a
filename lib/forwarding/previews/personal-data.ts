import type { Mapping } from "@/lib/forwarding/mapping/map-event";
import { matchesPattern } from "@/lib/forwarding/mapping/name-pattern";
import { namesAndRulesOf } from "@/lib/forwarding/mapping/names-and-rules";
import { PropertyRules } from "@/lib/forwarding/mapping/property-rules";
import { PERSONAL_DATA, PERSONAL_WORDS } from "@/lib/vendors/braze/personal-data";
import type { NameGroup } from "./name-changes";

/** How well a property is kept out of Heap: not sent, sent as a hash, or sent as it is. */
export type Cover = "drop" | "hash" | "none";

const STRENGTH: Readonly<Record<Cover, number>> = { drop: 2, hash: 1, none: 0 };

const recommended = new PropertyRules(PERSONAL_DATA, PERSONAL_WORDS);

/**
 * Whether a change uncovers personal data: the property is covered less than before, and less than the recommended rules would
 * cover it. Pure.
 * @param name as rules know it
 */
export function isUncovered(name: string, before: Cover, after: Cover): boolean {
  if (STRENGTH[after] >= STRENGTH[before]) return false;
  return STRENGTH[after] < STRENGTH[recommended.of(name)?.action ?? "none"];
}

/** Where Braze has properties, as paths begin. */
const ORIGINS = ["properties.", "custom_properties.", "purchase_properties.", "user."];

/** A name, or a pattern as an example of one. */
interface Example {
  /** As it is told. */
  told: string;
  name: string;
}

/**
 * The names that other rules would uncover, judged by the rules alone: for a source whose events say nothing about it. Names
 * of the recommended list and of the source's own rules are tried; a pattern such as `*_email` stands for all it matches.
 * Pure.
 */
export function uncoveredByRules(before: Mapping, after: Mapping): NameGroup[] {
  const own = examplesOf(before).concat(examplesOf(after));
  const isPattern = ({ told }: Example) => told.includes("*");
  const found = judge([...RECOMMENDED, ...own.filter((example) => !isPattern(example))], before, after);
  // A pattern of one's own is told only where it covers more than the names that are told already.
  const names = [...found.uncovered, ...found.uncovered_hashed].map(({ name }) => name);
  const untold = own.filter(
    (example) =>
      isPattern(example) &&
      !names.some((name) => matchesPattern(name, example.told.toLowerCase().split("*"))),
  );
  const more = judge(untold, before, after);

  return (["uncovered", "uncovered_hashed"] as const).flatMap((kind) => {
    const told = [...new Set([...found[kind], ...more[kind]].map((example) => example.told))];
    if (told.length === 0) return [];
    return [{ kind, names: told.map((name) => ({ name, to: null, events: null })), hasMore: false }];
  });
}

function judge(examples: readonly Example[], before: Mapping, after: Mapping) {
  const found = { uncovered: [] as Example[], uncovered_hashed: [] as Example[] };
  for (const example of examples) {
    const worst = ORIGINS.flatMap((origin) => {
      const [was, is] = [coverOf(before, example.name, origin), coverOf(after, example.name, origin)];
      return isUncovered(example.name, was, is) ? [is] : [];
    });
    if (worst.length > 0) found[worst.includes("none") ? "uncovered" : "uncovered_hashed"].push(example);
  }
  return found;
}

/** What the rules of these settings do to a property. */
function coverOf(mapping: Mapping, name: string, origin: string): Cover {
  const shape = namesAndRulesOf(mapping);
  const others = shape.rules?.asksOthers ? shape.otherNames(name, origin) : undefined;
  return shape.rules?.of(name, others)?.action ?? "none";
}

/** The names of the recommended list, each spelling once: those of Braze first, then those that customers usually give. */
const RECOMMENDED: readonly Example[] = [
  ...PERSONAL_DATA.filter(({ action }) => action !== "keep").map(({ pattern }) => exampleOf(pattern)),
  ...PERSONAL_WORDS.filter(({ action }) => action !== "keep").map(({ pattern }) =>
    exampleOf(pattern.replaceAll(" ", "_")),
  ),
];

function exampleOf(pattern: string): Example {
  return { told: pattern, name: pattern.replaceAll("*", "any") };
}

const ORIGIN = /^(?:custom_properties|purchase_properties|properties|user|event)\./;

/** What a source's own rules name: by Braze's name, by a path, or by the name in Heap. */
function examplesOf({ propertyRules, propertyNames, prefix }: Mapping): Example[] {
  return propertyRules.flatMap(({ pattern }) => {
    const given = propertyNames.find(({ to }) => to.toLowerCase() === pattern.toLowerCase());
    const start = prefix?.toLowerCase() ?? "";
    const isPrefixed = start !== "" && pattern.toLowerCase().startsWith(start);
    const names = [pattern, given?.from, isPrefixed ? pattern.slice(start.length) : undefined];
    return names.flatMap((name) => (name ? [exampleOf(name.replace(ORIGIN, ""))] : []));
  });
}

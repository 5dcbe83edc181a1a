import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import {
  cohortsOfAnyKind,
  looseEllipses,
  pluralsOfAny,
  pluralVerbs,
  smallIds,
  straightQuotes,
  technicalTypes,
} from "./shown-texts";

const root = path.resolve(import.meta.dirname, "../..");

/** Code whose texts people read: screens, and the messages that lib gives them. */
const FILES = ["app", "components", "lib", "inngest"]
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map(
      (file) => `${folder}/${file}`,
    ),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));

/** Where "id" is the name of a property or of a setting's part. */
const NAMES = [/^lib\/kernel\/env\.ts$/, /\/user-property-input\.ts$/];

type Rule = (code: string, fileName: string) => string[];

/** What a rule finds in all files but those left out, with where. */
function found(rule: Rule, leftOut: readonly RegExp[]): string[] {
  expect(FILES.length).toBeGreaterThan(500);
  return FILES.filter((file) => !leftOut.some((pattern) => pattern.test(file))).flatMap((file) =>
    rule(readFileSync(path.join(root, file), "utf8"), file).map((text) => `${file}: ${text}`),
  );
}

/** Files whose sentences about cohorts only a destination of cohorts leads to, each with why the rule cannot see it. */
const COHORTS_ALONE = [
  /\/(cohort|name-cohort|forget-cohort)[\w-]*\.ts$/, // their clients and steps
  /\/setup\/braze-keys\.tsx$/, // returns earlier for attributes
  /\/clear-segment\.ts$/, // throws where it is no attribute
  /\/(key-refusal|try-key)\.ts$/, // Braze's import of cohorts, which only the Data Import Key needs
  /^components\/palette\/places\.ts$/, // words that are searched, not shown
  /^lib\/kernel\/(env|metrics\/registry)\.ts$/, // the operator's
];

test("no text that a destination of custom attributes may show speaks of a cohort", () => {
  expect(found(cohortsOfAnyKind, COHORTS_ALONE)).toEqual([]);
});

test("numbers with a noun are right of one too: by counted of lib/kernel/words.ts", () => {
  expect(found(pluralsOfAny, [])).toEqual([]);
});

/** Where there are always several: one and two have sentences of their own. */
const SEVERAL = [/\/status-sentence\.ts$/];

test("a counted noun has a verb that fits one too", () => {
  expect(found(pluralVerbs, SEVERAL)).toEqual([]);
});

test("on screens and in messages an id is an ID", () => {
  expect(found(smallIds, NAMES)).toEqual([]);
});

/** Where straight quotation marks are right: what operators read on a console, SQL, code, and what is stored and compared. */
const STRAIGHT = [
  /^lib\/kernel\/(env|database-trouble|secret-files|configuration-error)\.ts$/,
  /^lib\/kernel\/(key-rotation|secrets|csv|metrics)\//,
  /^lib\/insight\/metrics\//,
  /^inngest\//,
  /^lib\/forwarding\/mapping\//, // reasons are stored with events, and issues are grouped by them
  /\/(page-policy|curl-example|masked-shape)\.ts$/,
];

test("quotation marks and apostrophes on screens and in messages are curly", () => {
  expect(found(straightQuotes, STRAIGHT)).toEqual([]);
});

test("an ellipsis follows its word without a space", () => {
  expect(found(looseEllipses, [])).toEqual([]);
});

/** Where the technical name of an event type is next to the readable one, or where "type" is something else. */
const TYPES_TOO = [
  /\/events\/event-(row|detail)\.tsx$/, // below the readable name
  /\/new-types\.tsx$/,
  /\/mapping-preview\.tsx$/,
  /\/check-names\.ts$/, // tells a type from a name that reads the same
  /\/type-words\.ts$/,
  /\/event-type-picker\.tsx$/, // what is typed is searched in both names
  /\/list-customers\.ts$/, // SQL
  /^app\/\(portal\)\/api-reference\//, // types of fields
];

test("event types go by their readable names", () => {
  expect(found(technicalTypes, TYPES_TOO)).toEqual([]);
});

test.each<[Rule, string, number]>([
  [cohortsOfAnyKind, 'const a = "Users are in the cohort.";', 1],
  [cohortsOfAnyKind, "const a = <p>Missing from\n the cohort</p>;", 1],
  [cohortsOfAnyKind, "const a = `$" + "{name} left the cohort`;", 1],
  [cohortsOfAnyKind, 'const a = "Each becomes a cohort or an attribute.";', 0],
  [cohortsOfAnyKind, 'const a = { cohort: "In the cohort", attribute: "With it" };', 0],
  [cohortsOfAnyKind, 'const a = kind === "cohort" ? "In the cohort" : "With it";', 0],
  [pluralsOfAny, "const a = `$" + "{count} events`;", 1],
  [pluralsOfAny, "const a = <p>{formatNumber(n)} segment changes</p>;", 1],
  [pluralsOfAny, "const a = count === 1 ? 'one' : `$" + "{count} events`;", 0],
  [pluralsOfAny, "const a = `at most $" + "{MAX_EVENTS} events`;", 0],
  [pluralVerbs, "const a = `$" + "{counted(n, noun)} are queued`;", 1],
  [pluralVerbs, "const a = `$" + "{counted(n, noun)} $" + "{n === 1 ? is : are} queued`;", 0],
  [straightQuotes, `const a = "Heap's answer came";`, 1],
  [straightQuotes, 'const a = `It said "$' + '{words}" twice`;', 1],
  [straightQuotes, "const a = <p>the source's settings</p>;", 1],
  [straightQuotes, 'const a = "Heap’s answer is “no”.";', 0],
  [looseEllipses, "const a = <b>Snooze until …</b>;", 1],
  [looseEllipses, 'const a = isBusy ? "Saving …" : "Save";', 1],
  [looseEllipses, "const a = <b>Snooze until…</b>;", 0],
  [looseEllipses, "const a = <option>From … to …</option>;", 0],
  [technicalTypes, "const a = `The latest is $" + "{reason.type}.`;", 1],
  [technicalTypes, 'const a = <p>For example {types.join(", ")}</p>;', 1],
  [technicalTypes, "const a = `The latest is $" + "{eventName(reason.type)}.`;", 0],
  [smallIds, 'const a = "The ids that Braze knows";', 1],
  [smallIds, 'const a = "The IDs that Braze knows, by external_id";', 0],
])("%o judges %s: %d", (rule, code, count) => {
  expect(rule(code, "a.tsx")).toHaveLength(count);
});

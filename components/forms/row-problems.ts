import type { SourceValues } from "./source-values";

const MAX_STARS = 5;

/** What is wrong with one row of the rules for properties; null when nothing is. Upper and lower case are the same. Pure. */
export function ruleProblem(rules: SourceValues["propertyRules"], place: number): string | null {
  const pattern = keyOf(rules[place]?.pattern);
  if (pattern === "") return "Enter the name of a property, or remove the row.";
  if (pattern.split("*").length > MAX_STARS + 1) return `A pattern can have at most ${MAX_STARS} stars.`;

  const first = rules.findIndex((rule) => keyOf(rule.pattern) === pattern);
  return first < place
    ? `Rule ${first + 1} already covers this name, so this one has no effect. Remove one.`
    : null;
}

/** What is wrong with one row of new names; an empty row is left out when the form is saved. Pure. */
export function nameProblem(names: SourceValues["eventNames"], place: number): string | null {
  const row = names[place];
  const from = textOf(row?.from);
  const to = textOf(row?.to);
  if (from === "" && to === "") return null;
  if (from === "" || to === "") return "Enter both names, or remove the row.";

  const first = names.findIndex((name) => textOf(name.from) === from);
  return first < place ? `Row ${first + 1} already renames “${from}”. Remove one of the two.` : null;
}

/** What is wrong with one row of user properties; an empty row is left out when the form is saved. Pure. */
export function userPropertyProblem(rows: SourceValues["userProperties"], place: number): string | null {
  const row = rows[place];
  const from = textOf(row?.from);
  const to = textOf(row?.to);
  if (from === "" && to === "") return textOf(row?.eventType) === "" ? null : HALF_EMPTY;
  if (from === "" || to === "") return HALF_EMPTY;
  if (/^(id|user_id)$/i.test(to)) return "Heap does not allow this name. Choose another.";

  const first = rows.findIndex(
    (other) => textOf(other.to) === to && textOf(other.eventType) === textOf(row?.eventType),
  );
  return first < place
    ? `Row ${first + 1} already fills “${to}” from the same events. Choose another name, or remove one of the two.`
    : null;
}

const HALF_EMPTY = "Enter the property in Braze and its name in Heap, or remove the row.";

function textOf(text: string | undefined): string {
  return (text ?? "").trim();
}

function keyOf(pattern: string | undefined): string {
  return textOf(pattern).toLowerCase();
}

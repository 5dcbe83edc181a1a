import ts from "typescript";
import type { Column } from "./compare";

/** The tag, with its reason, of a property that is never null by a rule that PostgreSQL does not know. */
const NEVER_NULL = "neverNull";

interface Seen {
  name: string;
  canBeNull: boolean;
  /** The reason of the tag; empty for a tag without one. */
  reason: string | undefined;
  isNullable: boolean;
  place: string;
}

/** What is known of null for each property of the row types, over all the statements whose rows have it. */
export class NullsOfProperties {
  private readonly seen = new Map<ts.Symbol | ts.Node, Seen>();
  private readonly wrong: string[] = [];

  note(checker: ts.TypeChecker, property: ts.Symbol, column: Column, place: string): void {
    const type = checker.getTypeOfSymbol(property);
    const tag = property.getJsDocTags(checker).find(({ name }) => name === NEVER_NULL);
    const reason = tag && ts.displayPartsToString(tag.text).trim();
    if (column.isNullable && !canBeNull(type) && !reason)
      this.wrong.push(
        `${place} reads "${column.name}" as never null, but it can be: add \`| null\` and say what it means then, or give the property \`@${NEVER_NULL} <reason>\``,
      );
    const key = property.declarations?.[0] ?? property;
    const before = this.seen.get(key);
    this.seen.set(key, {
      name: column.name,
      canBeNull: isNullNamed(type),
      reason,
      isNullable: column.isNullable || (before?.isNullable ?? false),
      place: before?.place ?? place,
    });
  }

  findings(): string[] {
    const sure = [...this.seen.values()].filter(({ isNullable }) => !isNullable);
    return [
      ...this.wrong,
      ...sure
        .filter(({ canBeNull }) => canBeNull)
        .map(
          ({ place, name }) =>
            `${place} reads "${name}" as perhaps null, but it never is: take \`| null\` away`,
        ),
      ...sure
        .filter(({ reason }) => reason !== undefined)
        .map(
          ({ place, name }) =>
            `${place} says \`@${NEVER_NULL}\` of "${name}", which PostgreSQL knows: take the tag away`,
        ),
    ];
  }
}

/** Says whether the code is ready for null here. */
export function canBeNull(type: ts.Type): boolean {
  const members = type.isUnion() ? type.types : [type];
  const loose = ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Any | ts.TypeFlags.Unknown;
  return members.some(({ flags }) => flags & loose);
}

function isNullNamed(type: ts.Type): boolean {
  return type.isUnion() && type.types.some(({ flags }) => flags & ts.TypeFlags.Null);
}

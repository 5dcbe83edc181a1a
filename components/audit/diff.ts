/** One field of an audit entry, in words; null if that side has nothing. */
export interface FieldChange {
  field: string;
  before: string | null;
  after: string | null;
}

type Fields = Readonly<Record<string, unknown>> | null;

/** Names that would read wrongly if they were just split into words. */
const LABELS: Record<string, string> = {
  aliasLabel: "Alias label",
  dataImportKey: "Data Import Key",
  heapAppId: "Heap app ID",
  hint: "Ends in",
  identifierKind: "Users identified by",
  identityField: "Identity field",
  ownerId: "Owner",
  restApiKey: "REST API key",
};

/** What an audit entry says about each field, in the order recorded. */
export function fieldChanges(before: Fields, after: Fields): FieldChange[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.map((field) => ({
    field: labelOf(field),
    before: before && field in before ? inWords(before[field]) : null,
    after: after && field in after ? inWords(after[field]) : null,
  }));
}

/** `overlapHours` is `Overlap hours`. */
function labelOf(field: string): string {
  const words = field.replace(
    /([a-z])([A-Z])/g,
    (_, left: string, right: string) => `${left} ${right.toLowerCase()}`,
  );
  return LABELS[field] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function inWords(value: unknown): string {
  if (value === null || value === "") return "none";
  if (value === true) return "yes";
  if (value === false) return "no";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(inWords).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

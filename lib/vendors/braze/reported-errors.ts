import { vendorWords } from "@/lib/vendors/vendor-words";

/** A list of a call, by the name that Braze calls `input_array`, and the ids that its items are about, in their order. */
export interface SentList {
  name: string;
  ids: readonly string[];
}

/** What Braze reported beside a success. */
export interface ReportedErrors {
  /** The ids that Braze did not take, each with its words; the others were taken. */
  refused: ReadonlyMap<string, string>;
  /** Braze's words when an error names no id of the call: then nobody knows who was not taken. */
  unnamed: string | null;
}

const NOTHING: ReportedErrors = { refused: new Map(), unnamed: null };

/** Names of fields that hold an id, or several. */
const ID_FIELD = /(^|_)(id|ids|alias|aliases|alias_name|user|users|device|devices|value)$/i;
/** Deeper than any error that Braze publishes. */
const MAX_DEPTH = 4;

/**
 * Reads the errors that Braze reports beside a 2xx. By its page on errors these concern single items, and the other
 * items are taken (https://braze.com/docs/api/errors). Their form is documented for /users/track only:
 * `{type, input_array, index}`, and is used for them here. For cohorts it is not documented, so an id is also found as the value of a field that holds ids,
 * in quotation marks, and behind a colon.
 * @param answer a 2xx; a body that broke off in the middle of its errors is taken for one that names nobody
 * @param lists what the call sent
 */
export function reportedErrors(
  answer: { body: string; isComplete: boolean },
  lists: readonly SentList[],
  secrets: readonly string[],
): ReportedErrors {
  const errors = errorsOf(answer.body);
  if (errors === "unreadable") {
    return /"errors"\s*:/.test(answer.body)
      ? { refused: new Map(), unnamed: vendorWords(answer.body, secrets) || "Braze’s response was cut off." }
      : NOTHING;
  }

  const sent = new Set(lists.flatMap(({ ids }) => ids));
  const refused = new Map<string, string>();
  let unnamed: string | null = null;
  for (const error of errors) {
    const words = vendorWords(wordsOf(error), secrets) || "Braze reported an error without a message.";
    const named = [...namedByIndex(error, lists), ...namedIn(error, sent)];
    for (const id of named) refused.set(id, words);
    if (named.length === 0) unnamed ??= words;
  }
  return { refused, unnamed };
}

function errorsOf(body: string): unknown[] | "unreadable" {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return "unreadable";
  }
  const errors = isRecord(parsed) ? parsed.errors : undefined;
  const list = Array.isArray(errors) ? errors : [errors];
  return list.filter((error) => error !== undefined && error !== null && error !== "" && error !== false);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The part for people: Braze calls it `type` in the errors of /users/track. */
function wordsOf(error: unknown): string {
  if (!isRecord(error)) return typeof error === "string" ? error : JSON.stringify(error);

  const said = [error.message, error.error, error.reason, error.type].find(
    (words) => typeof words === "string" && words !== "",
  );
  return typeof said === "string" ? said : JSON.stringify(error);
}

/** The id at `index` of `input_array`, if only one of the lists with this name has one there. */
function namedByIndex(error: unknown, lists: readonly SentList[]): string[] {
  if (!isRecord(error) || typeof error.index !== "number") return [];

  const { index, input_array: name } = error;
  const found = lists.flatMap((list) => (list.name === name && list.ids[index]) || []);
  return found.length === 1 ? found : [];
}

function namedIn(value: unknown, sent: ReadonlySet<string>, field = "", depth = 0): string[] {
  if (typeof value === "string" || typeof value === "number") {
    const text = String(value);
    if (ID_FIELD.test(field) && sent.has(text)) return [text];
    return typeof value === "string" ? quotedIds(text, sent) : [];
  }
  if (typeof value !== "object" || value === null || depth >= MAX_DEPTH) return [];

  const entries = Array.isArray(value)
    ? value.map((item) => [field, item] as const)
    : Object.entries(value).filter(([name]) => name !== "input_array" && name !== "index");
  return entries.flatMap(([name, item]) => namedIn(item, sent, name, depth + 1));
}

/** Ids in prose count only in quotation marks or behind a colon: an id may be an ordinary word or a number. */
function quotedIds(text: string, sent: ReadonlySet<string>): string[] {
  const quoted = [...text.matchAll(/'([^']+)'|"([^"]+)"|`([^`]+)`/g)].map(
    ([, single, double, back]) => single ?? double ?? back ?? "",
  );
  const behindColon = text.includes(":") ? text.slice(text.lastIndexOf(":") + 1).split(",") : [];
  return [...quoted, ...behindColon].map((part) => part.trim()).filter((part) => sent.has(part));
}

import { maskAddresses } from "@/lib/kernel/mask";
import { cutText, isStorableText, quotableLine } from "@/lib/kernel/storable-text";
import { trimUnseen } from "@/lib/kernel/trim-unseen";

/** More of an entry is not shown. */
const SHOWN_FIELDS = 4;
const MAX_NAME_LENGTH = 40;
/** From here on a text counts as long. */
const LONG_BYTES = 988;

/**
 * What an entry of a page looks like, for people who must find out what Heap sends: `{"id":""}`, `{"id":null}`,
 * `{"email":"***"}`. No value is in it: names of fields, kinds of values, and whether a text is empty, blank or long.
 */
export function maskedShape(entry: unknown): string {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return maskedValue(entry);

  const names = Object.keys(entry);
  const shown = names
    .slice(0, SHOWN_FIELDS)
    .map((name) => `"${maskedName(name)}":${maskedValue((entry as Record<string, unknown>)[name])}`);
  return `{${[...shown, ...(names.length > SHOWN_FIELDS ? ["…"] : [])].join(",")}}`;
}

function maskedName(name: string): string {
  return maskAddresses(cutText(quotableLine(name), MAX_NAME_LENGTH));
}

function maskedValue(value: unknown): string {
  if (typeof value === "string") return maskedText(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return value.length === 0 ? "[]" : "[…]";
  if (typeof value === "object") return Object.keys(value).length === 0 ? "{}" : "{…}";
  return "***";
}

function maskedText(text: string): string {
  if (text === "") return '""';
  if (trimUnseen(text) === "") return '"(only spaces)"';
  if (!isStorableText(text)) return '"*** (cannot be stored)"';
  return Buffer.byteLength(text) >= LONG_BYTES ? '"*** (too long)"' : '"***"';
}

/// <reference lib="es2024.string" />

import { cutText, quotableLine } from "@/lib/kernel/storable-text";

const MAX_WORDS_LENGTH = 500;

/** Replaces a secret. */
const REMOVED = "[removed]";

/** From this length on, the beginning of a secret at the end of a text is a leak. */
const MIN_LEAK_LENGTH = 4;

/**
 * The part of a vendor's answer meant for people: the message of a JSON body, otherwise the body itself. Secrets are
 * removed (Braze repeats the Data Import Key in one of its messages), even if escaped or cut off; at most 500
 * characters, on one line.
 */
export function vendorWords(body: string, secrets: readonly string[]): string {
  const said = quotableLine(withoutSecrets(unescaped(messageOf(body)), secrets));
  // Again: with the characters that show nothing gone, what they divided is a secret.
  return cutText(withoutSecrets(said, secrets), MAX_WORDS_LENGTH);
}

/** JSON may write any character by its number, and some servers do so with `'`, `&`, `+` and `@`. */
function unescaped(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function messageOf(body: string): string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return body;
  }
  if (typeof parsed !== "object" || parsed === null) return body;

  const { message, error, errors } = parsed as Record<string, unknown>;
  const parts = [message, error, ...(Array.isArray(errors) ? errors : [errors])]
    .filter((part) => part !== undefined && part !== null && part !== "")
    .map((part) => (typeof part === "string" ? part : JSON.stringify(part)));
  if (parts.length > 0) return parts.join("; ");

  return Object.keys(parsed).length === 0 ? "" : body;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap(writtenForms).sort((one, other) => other.length - one.length);
  const cleaned = forms.reduce((rest, form) => rest.replaceAll(form, REMOVED), text);
  return forms.reduce(withoutBrokenOff, cleaned);
}

/** A secret as it is, inside a JSON string, and inside a URL. */
function writtenForms(secret: string): string[] {
  if (secret === "") return [];

  const inJson = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([secret, inJson, inJson.replaceAll("/", "\\/"), encodeURIComponent(secret.toWellFormed())]),
  ];
}

/** Cuts the beginning of a secret off the end of a text: an answer can break off in the middle of one. */
function withoutBrokenOff(text: string, secret: string): string {
  for (let length = secret.length - 1; length >= MIN_LEAK_LENGTH; length--) {
    if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length) + REMOVED;
  }
  return text;
}

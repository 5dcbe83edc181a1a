import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import { ApiError } from "@/components/data/call-api";

/**
 * Puts the API's message about each field next to that field.
 * @param names the fields the form shows; problems of others stay in the form's own message
 * @returns the message left for the form as a whole, or null
 */
export function showFieldErrors<T extends FieldValues>(
  err: unknown,
  setError: UseFormSetError<T>,
  names: readonly Path<T>[],
): string | null {
  if (!(err instanceof ApiError)) return "Something went wrong on this page. Reload it.";

  const shown = names.filter((name) => err.fields[name] !== undefined);
  for (const [index, name] of shown.entries())
    setError(name, { message: sentence(err.fields[name] ?? "") }, { shouldFocus: index === 0 });

  const isAllShown = shown.length > 0 && shown.length === Object.keys(err.fields).length;
  return isAllShown ? null : err.message;
}

function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

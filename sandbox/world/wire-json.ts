/**
 * JSON in which a `bigint` is a number with all its digits, as a sender in another language writes it. JavaScript's own
 * numbers would round it.
 */
export function wireJson(value: unknown): string {
  const mark = `#${Math.random().toString(36).slice(2)}:`;
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === "bigint" ? `${mark}${part}` : part,
  );
  return text.replaceAll(new RegExp(`"${mark}(-?\\d+)"`, "g"), "$1");
}

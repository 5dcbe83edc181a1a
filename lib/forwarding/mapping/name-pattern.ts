/**
 * Whether a name, or one that it is below (`address` for `address.city`), matches a pattern in which `*` is any text, also
 * none. One pass, so it takes time in proportion to the name, whatever the pattern and however many dots the name has.
 * Pure.
 * @param name in lower case
 * @param parts the pattern in lower case, divided at its stars
 */
export function matchesPattern(name: string, parts: readonly string[]): boolean {
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (!name.startsWith(first)) return false;
  if (last === undefined) return endsAt(name, first.length);

  // The earliest place of each part leaves the most for the last one.
  let from = first.length;
  for (const part of others) {
    const found = name.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  if (last === "" || name.indexOf(`${last}.`, from) !== -1) return true;
  return from + last.length <= name.length && name.endsWith(last);
}

/** Whether a name, or one that it is below, ends here. */
function endsAt(name: string, end: number): boolean {
  return end === name.length || (end > 0 && name[end] === ".");
}

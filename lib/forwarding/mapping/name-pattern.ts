/**
 * Whether a name matches a pattern in which `*` is any text, also none. Upper and lower case are the same. Takes time in
 * proportion to the name, whatever the pattern. Pure.
 * @param parts the pattern in lower case, divided at its stars
 */
export function matchesPattern(name: string, parts: readonly string[]): boolean {
  const [first = "", ...others] = parts;
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;

  let from = first.length;
  for (const part of others) {
    const found = name.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return from + last.length <= name.length;
}

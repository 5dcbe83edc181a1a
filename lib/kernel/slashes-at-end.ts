/** An address to which a path with its slash is added. The lookbehind keeps the search linear. */
export function withoutSlashesAtEnd(address: string): string {
  return address.replace(/(?<!\/)\/+$/, "");
}

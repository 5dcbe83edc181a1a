/** An email address anywhere in a text, even when it is escaped in a URL. */
const ADDRESS = /([\p{L}\p{N}._%+-]{1,64})(@|%40)([\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,253}[\p{L}\p{N}])?)/giu;

/** How much of a name or host stays readable: enough to recognize your own, too little to learn someone else's. */
const SHOWN_SIGNS = 2;

/** A text with every email address in it masked: `anna@example.com` becomes `an***@ex***`. */
export function maskAddresses(text: string): string {
  return text.replace(ADDRESS, (_, name: string, at: string, host: string) => {
    return `${[...name].slice(0, SHOWN_SIGNS).join("")}***${at}${[...host].slice(0, SHOWN_SIGNS).join("")}***`;
  });
}

/** The same value with every text in it masked, at any depth. */
export function maskAll<T>(value: T): T {
  if (typeof value === "string") return maskAddresses(value) as T;
  if (Array.isArray(value)) return value.map(maskAll) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, maskAll(part)])) as T;
}

/** Where secret addresses begin, as a path and as a path within a query, whose slashes are escaped. */
const SECRET_PATH =
  /((?:\/|%(?:25){0,4}2F)(?:status|connect|set-password|currents|heap)(?:\/|%(?:25){0,4}2F))[^\s/?#"'<>\\[\](),;&]+/gi;

/** Files of ours that are in folders of these names, as stacks name them; too short for a token. */
const SOURCE_FILE = /\/[a-z-]{1,40}\.[cm]?[jt]sx?(:\d+)*$/;

/** A text with the secret part of every secret address in it masked: `/status/4fJ…` becomes `/status/[secret]`. */
export function maskSecretPaths(text: string): string {
  return text.replace(SECRET_PATH, (found, before: string) =>
    SOURCE_FILE.test(found) ? found : `${before}[secret]`,
  );
}

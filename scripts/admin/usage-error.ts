/** The command was called wrongly: the message is shown with the usage. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * The value of a required option.
 * @throws UsageError
 */
export function requireOption(options: Record<string, string | undefined>, name: string): string {
  const value = options[name];
  if (value) return value;
  throw new UsageError(`--${name} is missing.`);
}

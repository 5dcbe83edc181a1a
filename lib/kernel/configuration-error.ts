/** Wrong or missing configuration; the message names each variable and what it must be, never its value. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  /** @param troubles one sentence for each variable */
  constructor(troubles: readonly string[]) {
    super(`Tributary cannot start:\n${troubles.map((line) => `  ${line}`).join("\n")}`);
  }
}

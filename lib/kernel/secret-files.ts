import { readFileSync } from "node:fs";
import { ConfigurationError } from "./configuration-error";

/** What may be in a file instead, as Docker and Kubernetes hand out secrets: `<name>_FILE` names the file. */
const IN_FILES = [
  "DATABASE_URL",
  "DATABASE_OWNER_URL",
  "NEXTAUTH_SECRET",
  "ENCRYPTION_KEYS",
  "BRAZE_PARTNER_KEY_US",
  "BRAZE_PARTNER_KEY_EU",
  "INNGEST_EVENT_KEY",
  "INNGEST_SIGNING_KEY",
  "OIDC_CLIENT_SECRET",
  "SMTP_URL",
  "ALERT_WEBHOOK_URL",
  "METRICS_TOKEN",
  "OTEL_EXPORTER_OTLP_HEADERS",
] as const;

/**
 * Puts the contents of each such file, without white space around it, into its variable, and takes the `_FILE` away:
 * whatever is started from here gets the variable only.
 * @throws ConfigurationError naming every file that cannot be read or is empty, and every variable that is given twice
 */
export function readSecretFiles(variables: NodeJS.ProcessEnv): void {
  const troubles: string[] = [];
  for (const name of IN_FILES) {
    const file = variables[`${name}_FILE`];
    if (!file) continue;

    delete variables[`${name}_FILE`];
    if (variables[name]) {
      troubles.push(`${name} and ${name}_FILE are both set: set one of them.`);
      continue;
    }
    try {
      variables[name] = readFileSync(file, "utf8").trim();
      // Without DATABASE_URL `npm start` would use a database of its own, without METRICS_TOKEN there would be no metrics.
      if (variables[name] === "") troubles.push(`${name}_FILE: the file ${file} is empty.`);
    } catch (err) {
      troubles.push(
        `${name}_FILE: the file ${file} cannot be read (${(err as NodeJS.ErrnoException).code}).`,
      );
    }
  }
  if (troubles.length > 0) throw new ConfigurationError(troubles);
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { ConfigurationError } from "./configuration-error";
import { readSecretFiles } from "./secret-files";

const folder = mkdtempSync(path.join(tmpdir(), "secrets-"));
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const file = path.join(folder, "secret");
  writeFileSync(file, text);
  return file;
}

test("a secret is read from the file that <name>_FILE names, without the line break at its end", () => {
  const variables: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    METRICS_TOKEN_FILE: fileWith("a-token-of-16-characters\n"),
    DATABASE_URL: "postgresql://x",
    SMTP_URL_FILE: "",
  };
  readSecretFiles(variables);
  expect(variables).toEqual({
    NODE_ENV: "production",
    METRICS_TOKEN: "a-token-of-16-characters",
    DATABASE_URL: "postgresql://x",
    SMTP_URL_FILE: "",
  });
});

test("an empty file stops the start: without DATABASE_URL, say, another database would be used", () => {
  const attempt = () => readSecretFiles({ NODE_ENV: "production", DATABASE_URL_FILE: fileWith(" \n") });
  expect(attempt).toThrow(ConfigurationError);
  expect(attempt).toThrow(/DATABASE_URL_FILE: the file .* is empty/);
});

test("a file that is not there, and a variable given twice, stop the start with their names", () => {
  const variables: NodeJS.ProcessEnv = {
    NODE_ENV: "production",
    METRICS_TOKEN_FILE: "/nowhere/token",
    SMTP_URL: "smtp://kept.example.com",
    SMTP_URL_FILE: fileWith("smtp://other.example.com"),
  };
  const attempt = () => readSecretFiles({ ...variables });
  expect(attempt).toThrow(ConfigurationError);
  expect(attempt).toThrow("METRICS_TOKEN_FILE: the file /nowhere/token cannot be read (ENOENT).");
  expect(attempt).toThrow("SMTP_URL and SMTP_URL_FILE are both set");
  expect(attempt).not.toThrow("kept.example.com");
});

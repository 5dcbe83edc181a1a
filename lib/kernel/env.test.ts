import { expect, test } from "vitest";
import { ConfigurationError, engineKind, readEnv } from "./env";

const key = Buffer.alloc(32, 1).toString("base64");
const good = {
  DATABASE_URL: "postgresql://user:pass@127.0.0.1:5432/tributary",
  PUBLIC_URL: "https://tributary.example.com",
  NEXTAUTH_SECRET: "x".repeat(32),
  ENCRYPTION_KEYS: `k2:${key},k1:${key}`,
  NODE_ENV: "production" as const,
};

test("a complete configuration is read, with defaults for the rest", () => {
  expect(readEnv(good)).toMatchObject({
    BRAZE_PARTNER_NAME: "heap",
    RETENTION_BODY_DAYS: 14,
    RETENTION_OUTCOME_DAYS: 90,
  });
});

test.each([
  ["DATABASE_URL", undefined],
  ["DATABASE_URL", "mysql://x"],
  ["PUBLIC_URL", ""],
  ["PUBLIC_URL", "ftp://x"],
  ["NEXTAUTH_SECRET", "short"],
  ["ENCRYPTION_KEYS", "k1:not-a-key"],
  ["SANDBOX_URL", "http://example.com"],
  ["RETENTION_BODY_DAYS", "0"],
  ["RETENTION_BODY_DAYS", "91"],
  ["INNGEST_EVENT_KEY", "alone"],
  ["OIDC_ISSUER", "https://alone.example.com"],
  ["OIDC_ISSUER", "http://provider.example.com"],
  ["OIDC_DEFAULT_ROLE", "owner"],
  ["SMTP_URL", "smtp://alone.example.com"],
  ["SMTP_URL", "https://mail.example.com"],
  ["MAIL_FROM", "nobody"],
  ["ALERT_WEBHOOK_URL", "ftp://hooks.example.com"],
  ["LOG_LEVEL", "loud"],
])("%s = %s stops the start with a message that names the variable and not its value", (name, value) => {
  const attempt = () => readEnv({ ...good, [name]: value });
  expect(attempt).toThrow(ConfigurationError);
  expect(attempt).toThrow(new RegExp(`^Tributary cannot start:\\n {2}${name} `));
  if (value && value.length > 2 && name !== "SANDBOX_URL") expect(attempt).not.toThrow(value);
});

test("an identity provider is reached by https, or by http on this machine", () => {
  const client = { OIDC_CLIENT_ID: "tributary", OIDC_CLIENT_SECRET: "secret" };
  for (const OIDC_ISSUER of [
    "https://id.example.com/tenant/",
    "http://127.0.0.1:4100",
    "http://localhost:4100/a",
  ])
    expect(readEnv({ ...good, ...client, OIDC_ISSUER })).toMatchObject({
      OIDC_ISSUER,
      OIDC_NAME: "single sign-on",
    });
});

test("all wrong variables are reported at once", () => {
  expect(() => readEnv({ NODE_ENV: "production" })).toThrow(
    /DATABASE_URL is missing.*PUBLIC_URL.*NEXTAUTH_SECRET.*ENCRYPTION_KEYS/s,
  );
});

test("Inngest runs the functions as soon as one of its variables is set, otherwise the embedded engine", () => {
  expect(engineKind({ NODE_ENV: "production" })).toBe("embedded");
  expect(engineKind({ NODE_ENV: "production", INNGEST_DEV: "" })).toBe("embedded");
  expect(engineKind({ NODE_ENV: "production", INNGEST_DEV: "1" })).toBe("inngest");
});

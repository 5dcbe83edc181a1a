import { expect, test } from "vitest";
import { ConfigurationError } from "./configuration-error";
import { engineKind, readEnv } from "./env";

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
  ["PUBLIC_URL", "HTTPS://tributary.example.com"],
  ["NEXTAUTH_URL", "portal.example.com"],
  ["RETENTION_OUTCOME_DAYS", "3000000"],
  ["NEXTAUTH_SECRET", "short"],
  ["ENCRYPTION_KEYS", "k1:not-a-key"],
  ["ENCRYPTION_KEYS", `k1:${key},k1:${Buffer.alloc(32, 2).toString("base64")}`],
  ["DATABASE_POOL_SIZE", "abc"],
  ["DATABASE_POOL_SIZE", "1"],
  ["PORT", "http"],
  ["PORT", "70000"],
  ["KEEP_ALIVE_SECONDS", "soon"],
  ["TRUSTED_PROXIES", "   "],
  ["TRUSTED_PROXIES", "0x2"],
  ["PUBLIC_URL", "https://tributary.example.com?team=1"],
  ["PUBLIC_URL", "https://tributary.example.com/#top"],
  ["PUBLIC_URL", "https://user:secret@tributary.example.com"],
  ["HOST", "http://0.0.0.0"],
  ["HOST", "0.0.0.0:3000"],
  ["HOST", "[::1]"],
  ["HOST", " 127.0.0.1"],
  ["CUSTOMER_GB_PER_DAY", "   "],
  ["CUSTOMER_GB_PER_DAY", "much"],
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
  ["INNGEST_BASE_URL", "inngest:8288"],
])("%s = %s stops the start with a message that names the variable and not its value", (name, value) => {
  const attempt = () => readEnv({ ...good, [name]: value });
  expect(attempt).toThrow(ConfigurationError);
  expect(attempt).toThrow(new RegExp(`^Tributary cannot start:\\n {2}${name} `));
  if (value && value.length > 2 && name !== "SANDBOX_URL") expect(attempt).not.toThrow(value);
});

test("what a limit must be is said in words", () => {
  expect(() => readEnv({ ...good, CUSTOMER_GB_PER_DAY: "much" })).toThrow(
    "CUSTOMER_GB_PER_DAY must be a number above 0 and at most 100000",
  );
  expect(() => readEnv({ ...good, LOG_LEVEL: "loud" })).toThrow(
    "LOG_LEVEL must be debug, info, warn, error or silent",
  );
});

test("a process may listen on every kind of address", () => {
  for (const HOST of ["127.0.0.1", "0.0.0.0", "::", "::1", "fe80::1%eth0", "localhost", "host_1.example.com"])
    expect(readEnv({ ...good, HOST }).HOST).toBe(HOST);
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

test("Inngest runs the functions when its keys are set; no other variable turns the embedded engine off", () => {
  const keys = { INNGEST_EVENT_KEY: "ab", INNGEST_SIGNING_KEY: "cd" };
  const others = { INNGEST_DEV: "1", INNGEST_LOG_LEVEL: "debug", INNGEST_BASE_URL: "http://127.0.0.1:8288" };
  expect(engineKind({ NODE_ENV: "production", ...keys })).toBe("inngest");
  expect(engineKind({ NODE_ENV: "production" })).toBe("embedded");
  expect(engineKind({ NODE_ENV: "production", ...others })).toBe("embedded");
  expect(engineKind({ NODE_ENV: "production", ...keys, INNGEST_EVENT_KEY: "" })).toBe("embedded");
});

test("a signing key that Inngest would end on stops the start", () => {
  const withKey = (key: string) => readEnv({ ...good, INNGEST_EVENT_KEY: "ab", INNGEST_SIGNING_KEY: key });
  for (const key of ["0a1b", "signkey-prod-0a1b"]) expect(withKey(key).INNGEST_SIGNING_KEY).toBe(key);
  for (const key of ["secret", "0a1", "signkey-prod-xyz"])
    expect(() => withKey(key)).toThrow(/INNGEST_SIGNING_KEY must be hexadecimal/);
});

test("the development mode of Inngest, which asks for no signature, is refused unless everything is on this machine", () => {
  const local = { ...good, PUBLIC_URL: "http://localhost:3000" };
  for (const variables of [
    { ...local, INNGEST_DEV: "1" },
    { ...local, HOST: "::1", INNGEST_DEV: "1" },
    { ...local, INNGEST_DEV: "http://127.0.0.1:8288", INNGEST_BASE_URL: "http://[::1]:8288" },
    { ...good, INNGEST_DEV: "0" },
  ])
    expect(() => readEnv(variables)).not.toThrow();

  for (const variables of [
    { ...good, INNGEST_DEV: "1" },
    { ...good, INNGEST_DEV: "true" },
    { ...local, INNGEST_DEV: "https://inngest.example.com" },
    { ...local, INNGEST_DEV: "1", INNGEST_BASE_URL: "http://10.0.0.5:8288" },
    { ...local, PUBLIC_URL: "http://127.0.0.1.example.com", INNGEST_DEV: "1" },
    { ...local, HOST: "0.0.0.0", INNGEST_DEV: "1" },
    { ...local, HOST: "::", INNGEST_DEV: "1" },
  ])
    expect(() => readEnv(variables)).toThrow(/INNGEST_DEV makes the functions answer unsigned requests/);
});

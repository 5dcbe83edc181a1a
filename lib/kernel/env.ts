import { isIP } from "node:net";
import { z } from "zod";
import { ConfigurationError } from "./configuration-error";

const KEY_LIST = /^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{43}=(,[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{43}=)*$/;

let current: Env | undefined;

/** As the SDK reads `INNGEST_DEV`: a word for yes, or the address of a dev server. */
function isSwitchedOn(value: string | undefined): boolean {
  return value !== undefined && !/^(0|false)$/i.test(value.trim());
}

interface Addresses {
  PUBLIC_URL: string;
  HOST?: string;
  INNGEST_BASE_URL?: string;
  INNGEST_DEV?: string;
}

/** Where the process listens and is reached, and where Inngest is. */
function addressesOf(env: Addresses): string[] {
  const devServer = env.INNGEST_DEV && URL.canParse(env.INNGEST_DEV) ? env.INNGEST_DEV : undefined;
  const listening = env.HOST && `http://${env.HOST.includes(":") ? `[${env.HOST}]` : env.HOST}`;
  return [env.PUBLIC_URL, listening, env.INNGEST_BASE_URL, devServer].filter((address) =>
    Boolean(address),
  ) as string[];
}

function isLoopback(address: string): boolean {
  return URL.canParse(address) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
}

/** Elsewhere an address is compared with `https:` in lower case. */
const hasPlainScheme = (url: string) => /^https?:/.test(url);
const PLAIN_SCHEME = "must begin with http or https in lower case";

/** What is appended to an address must become part of its path. */
const endsWithItsPath = (url: string) => {
  if (!URL.canParse(url)) return true; // which another check says
  const { search, hash, username, password } = new URL(url);
  return search + hash + username + password === "";
};
const NOTHING_BESIDE_PATH = "must have no user, no ? and no #";

/** A whole number within bounds, in digits; whatever is wrong with it, the message says what it must be. */
function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  const number = z.number({ error }).min(least, { error }).max(most, { error });
  return z
    .string()
    .regex(/^\s*\d+\s*$/, { error })
    .transform(Number)
    .pipe(number);
}

const GB_A_DAY = { error: "must be a number above 0 and at most 100000" };

/** What a server can listen on: Node looks anything else up as the name of a host. */
const isHost = (host: string) => isIP(host) !== 0 || /^[a-z0-9]([\w.-]*[a-z0-9])?$/i.test(host);

/** A hundred years: PostgreSQL cannot go back much further than some thousands of them. */
const retentionDays = wholeNumber(1, 36_500);

function hasUniqueIds(keyList: string): boolean {
  const ids = keyList.split(",").map((entry) => entry.split(":")[0]);
  return new Set(ids).size === ids.length;
}

const schema = z
  .object({
    DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be a postgresql:// address"),
    // The engine keeps two of them. The pool itself is made before anything is checked: lib/kernel/database.ts.
    DATABASE_POOL_SIZE: wholeNumber(3, 1_000).default(20),
    PUBLIC_URL: z
      .url({
        protocol: /^https?$/,
        error: "must be the http(s) address at which Braze and Heap reach Tributary",
      })
      .refine(hasPlainScheme, PLAIN_SCHEME)
      .refine(endsWithItsPath, NOTHING_BESIDE_PATH),
    NEXTAUTH_URL: z
      .url({ protocol: /^https?$/, error: "must be the http(s) address that people open" })
      .refine(hasPlainScheme, PLAIN_SCHEME)
      .refine(endsWithItsPath, NOTHING_BESIDE_PATH)
      .optional(),
    NEXTAUTH_SECRET: z
      .string()
      .min(32, "must have at least 32 characters, such as the output of: openssl rand -base64 32"),
    ENCRYPTION_KEYS: z
      .string()
      .regex(KEY_LIST, "must be id:key[,id:key], each key 32 bytes in base64, the current one first")
      .refine(hasUniqueIds, "must give each key its own id"),
    SANDBOX_URL: z
      .string()
      .regex(
        /^http:\/\/(127\.0\.0\.1|localhost):\d+$/,
        "must be http://127.0.0.1:<port>: the sandbox is local only",
      )
      .optional(),
    BRAZE_PARTNER_NAME: z
      .string()
      .regex(/^[a-z0-9_-]+$/i, "must be the partner name in Braze's cohort address")
      .default("heap"),
    BRAZE_PARTNER_KEY_US: z.string().min(1).optional(),
    BRAZE_PARTNER_KEY_EU: z.string().min(1).optional(),
    RETENTION_BODY_DAYS: retentionDays.default(14),
    RETENTION_OUTCOME_DAYS: retentionDays.default(90),
    CUSTOMER_GB_PER_DAY: z.coerce.number(GB_A_DAY).positive(GB_A_DAY).max(100_000, GB_A_DAY).default(40),
    SEGMENTS_PER_DESTINATION: wholeNumber(1, 100_000).default(2_000),
    SANDBOX_EVENTS_PER_MINUTE: wholeNumber(0, 1_000_000_000).default(15_000),
    INNGEST_DEV: z.string().optional(),
    HOST: z
      .string()
      .refine(isHost, "must be an address such as 0.0.0.0 or ::1, or a host name, without a port")
      .optional(),
    PORT: wholeNumber(1, 65_535).default(3000),
    KEEP_ALIVE_SECONDS: wholeNumber(1, 86_400).default(620),
    INNGEST_EVENT_KEY: z.string().optional(),
    INNGEST_SIGNING_KEY: z
      .string()
      .regex(
        /^(signkey-\w+-)?([0-9a-f]{2})+$/i,
        "must be hexadecimal with an even number of digits, such as the output of: openssl rand -hex 32",
      )
      .optional(),
    INNGEST_BASE_URL: z
      .url({ protocol: /^https?$/, error: "must be the http(s) address of the Inngest server" })
      .optional(),
    INNGEST_SERVE_ORIGIN: z
      .url({ protocol: /^https?$/, error: "must be the http(s) address at which Inngest reaches Tributary" })
      .optional(),
    OIDC_ISSUER: z
      .string()
      .regex(
        /^(https:\/\/[^\s/]\S*|http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/\S*)?)$/,
        "must be the https address of your identity provider, without /.well-known/…",
      )
      .optional(),
    OIDC_CLIENT_ID: z.string().min(1).optional(),
    OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    OIDC_NAME: z.string().min(1).max(60).default("single sign-on"),
    OIDC_EMAILS_ARE_VERIFIED: z
      .enum(["true", "false"], "must be true or false")
      .default("false")
      .transform((value) => value === "true"),
    OIDC_DEFAULT_ROLE: z.enum(["viewer", "csm", "admin"], "must be viewer, csm or admin").optional(),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\/[^\s/]/, "must be smtp(s)://user:password@host:port")
      .optional(),
    MAIL_FROM: z
      .string()
      .regex(
        /^[^\s<>@]+@[^\s<>@]+$|^[^<>@\r\n]+ <[^\s<>@]+@[^\s<>@]+>$/,
        "must be an address, or a name and <address>",
      )
      .optional(),
    ALERT_WEBHOOK_URL: z
      .url({
        protocol: /^https?$/,
        error: "must be the http(s) address of a webhook that takes Slack's format",
      })
      .optional(),
    METRICS_TOKEN: z
      .string()
      .regex(
        /^[\w.~+/-]{16,}=*$/,
        "must be a bearer token of at least 16 characters, such as one from: openssl rand -hex 24",
      )
      .optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url({
        protocol: /^https?$/,
        error: "must be the http(s) address of an OTLP/HTTP receiver, without /v1/traces",
      })
      .optional(),
    SHUTDOWN_DELAY_SECONDS: wholeNumber(0, 300).default(0),
    TRUSTED_PROXIES: wholeNumber(0, 10).optional(),
    LOG_LEVEL: z
      .enum(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn, error or silent")
      .default("info"),
  })
  .refine((env) => Boolean(env.INNGEST_EVENT_KEY) === Boolean(env.INNGEST_SIGNING_KEY), {
    path: ["INNGEST_EVENT_KEY"],
    message: "and INNGEST_SIGNING_KEY go together: set both (Inngest) or neither (embedded engine)",
  })
  .refine((env) => !isSwitchedOn(env.INNGEST_DEV) || addressesOf(env).every(isLoopback), {
    path: ["INNGEST_DEV"],
    message:
      "makes the functions answer unsigned requests: it is only for a PUBLIC_URL, a HOST and an Inngest on 127.0.0.1 or localhost",
  })
  .refine(
    (env) => {
      const given = [env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET].filter(Boolean).length;
      return given === 0 || given === 3;
    },
    {
      path: ["OIDC_ISSUER"],
      message: "and OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: set all three or none",
    },
  )
  .refine((env) => Boolean(env.SMTP_URL) === Boolean(env.MAIL_FROM), {
    path: ["SMTP_URL"],
    message: "and MAIL_FROM go together: set both, or neither to keep emails in the database",
  })
  .refine((env) => env.RETENTION_BODY_DAYS <= env.RETENTION_OUTCOME_DAYS, {
    path: ["RETENTION_BODY_DAYS"],
    message: "must not be longer than RETENTION_OUTCOME_DAYS",
  });

/** The configuration of a process, read from the environment; see README.md. */
export type Env = z.infer<typeof schema>;

/**
 * Checks and reads the environment; an empty value counts as missing.
 * @throws ConfigurationError naming every wrong variable
 */
export function readEnv(variables: NodeJS.ProcessEnv): Env {
  const present = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(present);
  if (parsed.success) return parsed.data;

  const lines = parsed.error.issues.map((issue) => {
    const name = issue.path.join(".");
    return issue.code === "invalid_type" && present[name] === undefined
      ? `${name} is missing`
      : `${name} ${issue.message}`;
  });
  throw new ConfigurationError(lines);
}

/** This process's configuration, checked on first use. */
export function env(): Env {
  current ??= readEnv(process.env);
  return current;
}

/**
 * Which engine runs the functions: Inngest where its keys are set, otherwise the embedded one. Other variables of
 * Inngest's do not count: with a stray `INNGEST_LOG_LEVEL`, say, nothing would run the functions.
 */
export function engineKind(variables: NodeJS.ProcessEnv = process.env): "embedded" | "inngest" {
  return variables.INNGEST_EVENT_KEY && variables.INNGEST_SIGNING_KEY ? "inngest" : "embedded";
}

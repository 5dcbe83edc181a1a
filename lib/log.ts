import pino from "pino";

/** Field names whose values never belong in a log, wherever they turn up. Braze's credentials travel in bodies. */
const SECRET_FIELDS = [
  "authorization",
  "cookie",
  "token",
  "secret",
  "password",
  "body",
  "client_secret",
  "partner_api_key",
  "dataImportKey",
  "partnerApiKey",
  "restApiKey",
];

/** Structured log lines on standard output; one JSON object a line. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[secret]" },
});

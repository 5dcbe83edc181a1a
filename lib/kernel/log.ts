import pino from "pino";
import { currentWork } from "@/lib/kernel/current-work";
import { LEVELS } from "@/lib/kernel/log-lines";
import { maskSecretPaths } from "@/lib/kernel/mask";
import { whereOf } from "@/lib/kernel/where-of";

/** Field names whose values never belong in a log, wherever they appear. Braze's credentials travel in bodies. */
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

/** How each line is made: what it contains, and what it never does. */
export const logOptions: pino.LoggerOptions = {
  level: levelOf(process.env.LOG_LEVEL),
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  mixin: namesOfWork,
  serializers: { err: whereOf },
  hooks: { streamWrite: maskSecretPaths },
  redact: { paths: SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: "[secret]" },
};

/** Structured log lines on standard output; one JSON object per line. An error goes into the field `err`. */
export const log = pino(logOptions);

/** An unknown one is refused by the check of all variables, which needs a log first. */
function levelOf(given = ""): string {
  return Object.hasOwn(LEVELS, given) ? given : "info";
}

/** What connects all lines of one request or step; in a span, the trace as well. */
function namesOfWork(): { requestId?: string; traceId?: string } {
  const work = currentWork.getStore();
  if (!work) return {};
  return { requestId: work.requestId, traceId: work.span?.spanContext().traceId };
}

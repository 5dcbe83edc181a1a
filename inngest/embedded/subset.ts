import type { Inngest, InngestFunction } from "inngest";
import { TributaryError } from "@/lib/kernel/errors";
import { checkCron } from "./cron-time";
import { durationMs } from "./duration";

/** Inngest's default: 4 retries after the first attempt. */
const DEFAULT_RETRIES = 4;

/** The SDK registers every failure handler with one retry (`getConfig`). */
const FAILURE_HANDLER_RETRIES = 1;

/** Sent when a run fails; `data.function_id` names its function. */
export const FAILED_EVENT = "inngest/function.failed";

const ALLOWED_OPTIONS = [
  "id",
  "name",
  "description",
  "triggers",
  "retries",
  "concurrency",
  "debounce",
  "onFailure",
];

/** What the engine needs to know about a function. */
export interface EngineFunction {
  /** `<appId>-<functionId>`, as in `fnId` of the protocol. */
  id: string;
  events: string[];
  crons: string[];
  /** Set on a failure handler: the id of the function whose failures it handles. */
  failureOf: string | null;
  maxAttempts: number;
  /** `field` is the `<field>` of `event.data.<field>`, or null for one key per function. */
  concurrency: { field: string | null; limit: number } | null;
  /** At most `limit` runs with the same `event.data.<field>` are executed at a time in the whole lane. */
  lane: { name: string; field: string; limit: number } | null;
  debounce: { field: string | null; periodMs: number; timeoutMs: number | null } | null;
}

/**
 * Reads the configuration of `functions`, failure handlers included.
 * @throws {TributaryError} `invalid`, naming the function and the option, for anything outside the subset in
 * docs/contracts/inngest.md#the-subset: an option must never be ignored silently.
 */
export function readFunctions(
  client: Inngest.Any,
  functions: readonly InngestFunction.Any[],
): EngineFunction[] {
  return functions.flatMap((fn) => {
    const options: Record<string, unknown> = { ...fn.opts };
    const refuse = (option: string) => refused(fn.id(), option);
    checkKeys(options, ALLOWED_OPTIONS, "", refuse);

    const main: EngineFunction = {
      id: fn.id(client.id),
      ...readTriggers(options.triggers, refuse),
      failureOf: null,
      maxAttempts: 1 + readRetries(options.retries, refuse),
      ...readLimits(options.concurrency, refuse),
      debounce: readDebounce(options.debounce, refuse),
    };
    if (!options.onFailure) return [main];

    return [main, failureHandlerOf(main.id)];
  });
}

type Refuse = (option: string) => TributaryError;

function refused(functionId: string, option: string): TributaryError {
  return new TributaryError(
    "invalid",
    `Function "${functionId}": the embedded engine does not support the option "${option}" as given.`,
  );
}

function failureHandlerOf(functionId: string): EngineFunction {
  return {
    id: `${functionId}-failure`,
    events: [FAILED_EVENT],
    crons: [],
    failureOf: functionId,
    maxAttempts: 1 + FAILURE_HANDLER_RETRIES,
    concurrency: null,
    lane: null,
    debounce: null,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkKeys(value: Record<string, unknown>, allowed: string[], prefix: string, refuse: Refuse): void {
  for (const [key, given] of Object.entries(value)) {
    if (given !== undefined && !allowed.includes(key)) throw refuse(`${prefix}${key}`);
  }
}

function readTriggers(triggers: unknown, refuse: Refuse): { events: string[]; crons: string[] } {
  const events: string[] = [];
  const crons: string[] = [];

  for (const trigger of Array.isArray(triggers) ? triggers : []) {
    if (!isRecord(trigger)) throw refuse("triggers");

    if (trigger.cron !== undefined) {
      checkKeys(trigger, ["cron"], "triggers.", refuse);
      if (typeof trigger.cron !== "string" || !checkCron(trigger.cron)) throw refuse("triggers.cron");
      crons.push(trigger.cron);
      continue;
    }

    // `name`, `schema` and `version` are what eventType() returns; the SDK checks them when sending.
    checkKeys(trigger, ["event", "name", "schema", "version"], "triggers.", refuse);
    const event = isRecord(trigger.event) ? trigger.event.name : trigger.event;
    if (typeof event !== "string" || event.includes("*")) throw refuse("triggers.event");
    events.push(event);
  }

  if (events.length + crons.length === 0) throw refuse("triggers");
  return { events, crons };
}

function readRetries(retries: unknown, refuse: Refuse): number {
  if (retries === undefined) return DEFAULT_RETRIES;
  if (typeof retries !== "number" || !Number.isInteger(retries) || retries < 0) throw refuse("retries");
  return retries;
}

/** One limit of the function's own, one share of a lane, or both (Inngest takes two limits a function). */
function readLimits(given: unknown, refuse: Refuse): Pick<EngineFunction, "concurrency" | "lane"> {
  const limits = given === undefined ? [] : Array.isArray(given) ? given : [given];
  let concurrency: EngineFunction["concurrency"] = null;
  let lane: EngineFunction["lane"] = null;

  for (const limit of limits) {
    if (!isRecord(limit)) throw refuse("concurrency");
    checkKeys(limit, ["key", "limit", "scope"], "concurrency.", refuse);
    const most = readLimit(limit.limit, refuse);

    if (limit.scope === "env" && lane === null) lane = { ...readLaneKey(limit.key, refuse), limit: most };
    else if (limit.scope !== undefined && limit.scope !== "fn") throw refuse("concurrency.scope");
    else if (concurrency === null)
      concurrency = { field: readKey(limit.key, "concurrency.key", refuse), limit: most };
    else throw refuse("concurrency");
  }
  return { concurrency, lane };
}

function readLimit(limit: unknown, refuse: Refuse): number {
  if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 1) throw refuse("concurrency.limit");
  return limit;
}

/** `"<lane>-" + event.data.<field>`: functions that name the same lane share its workers and each value's limit. */
function readLaneKey(given: unknown, refuse: Refuse): { name: string; field: string } {
  const [, name, field] =
    (typeof given === "string" && /^"([a-z]+)-" \+ event\.data\.([A-Za-z_]\w*)$/.exec(given)) || [];
  if (!name || !field) throw refuse("concurrency.key");
  return { name, field };
}

function readDebounce(given: unknown, refuse: Refuse): EngineFunction["debounce"] {
  if (given === undefined) return null;
  if (!isRecord(given)) throw refuse("debounce");

  checkKeys(given, ["key", "period", "timeout"], "debounce.", refuse);
  const periodMs = readDuration(given.period, "debounce.period", refuse);
  const timeoutMs =
    given.timeout === undefined ? null : readDuration(given.timeout, "debounce.timeout", refuse);
  return { field: readKey(given.key, "debounce.key", refuse), periodMs, timeoutMs };
}

function readDuration(given: unknown, option: string, refuse: Refuse): number {
  const milliseconds = typeof given === "string" ? durationMs(given) : null;
  if (!milliseconds) throw refuse(option);
  return milliseconds;
}

/** Inngest's keys are CEL; here only `event.data.<field>`, or none for one key per function. */
function readKey(given: unknown, option: string, refuse: Refuse): string | null {
  if (given === undefined) return null;

  const field = typeof given === "string" ? /^event\.data\.([A-Za-z_]\w*)$/.exec(given)?.[1] : undefined;
  if (!field) throw refuse(option);
  return field;
}

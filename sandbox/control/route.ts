import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type BrazeState, registerWorkspace } from "../braze/state";
import {
  type KnownUsers,
  knownMembers,
  knownUserTest,
  POISON_ANSWERS,
  type Workspace,
} from "../braze/workspace";
import { type Answer, readText, sendAnswer } from "../exchange";
import { parseFault, readMatch } from "../faults";
import { readKnownApps } from "../heap/known-apps";
import { appOf } from "../heap/state";
import { isRecord } from "../is-record";
import { parseObject } from "../parse-object";
import { resetSandbox, type SandboxState } from "../state";
import { routeSenders } from "./senders";
import { describeCohort, summariseApp, summariseCohort, summariseSandbox } from "./summaries";

/**
 * Answers one call to the sandbox's own controls. `path` is what follows `/control`; a wrong body is answered 400
 * with the reason.
 */
export async function routeControl(
  state: SandboxState,
  path: string,
  query: URLSearchParams,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const [area = "", ...rest] = path.split("/").slice(1).map(decodeURIComponent);
  const body = req.method === "POST" ? (parseObject((await readText(req)) || "{}") ?? {}) : {};

  try {
    if (req.method === "GET" && area === "braze") return await readBraze(state, rest, query, res);
    if (req.method === "GET" && area === "heap") return await readHeap(state, rest, res);
    if (area === "senders") return sendAnswer(res, await routeSenders(state, rest, req.method, body));
    sendAnswer(res, command(state, `${req.method} ${[area, ...rest].join("/")}`, rest, query, body));
  } catch (err) {
    if (res.headersSent) return void res.destroy();
    sendAnswer(res, { status: 400, body: { error: err instanceof Error ? err.message : String(err) } });
  }
}

function command(
  state: SandboxState,
  call: string,
  rest: string[],
  query: URLSearchParams,
  body: Record<string, unknown>,
): Answer {
  switch (call) {
    case "GET state":
      return ok(summariseSandbox(state));
    case "POST reset":
      resetSandbox(state);
      return ok({});
    case "GET faults":
      return ok({ faults: state.faults.list() });
    case "POST faults":
      state.faults.add(parseFault(body));
      return ok({ faults: state.faults.list() });
    case "DELETE faults":
      state.faults.clear(readMatch(Object.fromEntries(query)));
      return ok({ faults: state.faults.list() });
    case "POST limits":
      if (typeof body.braze === "boolean") state.braze.limitsOn = body.braze;
      if (typeof body.heap === "boolean") state.heap.limitsOn = body.heap;
      return ok({ braze: state.braze.limitsOn, heap: state.heap.limitsOn });
    case "POST heap/apps":
      state.heap.knownApps = readKnownApps(body);
      return ok({ apps: state.heap.knownApps.dataCentres.size });
    case "DELETE heap/apps":
      state.heap.knownApps = null;
      return ok({});
    case "POST braze/workspaces":
      return ok({ key: configureWorkspace(state.braze, body).key });
  }

  const [appId, verb] = rest;
  if (call.startsWith("POST heap/") && appId && verb === "poison") return poisonApp(state, appId, body);
  return notFound();
}

function poisonApp(state: SandboxState, appId: string, body: Record<string, unknown>): Answer {
  const app = appOf(state.heap, appId);
  app.poisonIdentities = new Set(readStrings("identities", body.identities ?? []));
  app.poisonKeys = new Set(readStrings("idempotencyKeys", body.idempotencyKeys ?? []));
  app.isUnknown = body.everything === true;
  return ok({
    identities: app.poisonIdentities.size,
    idempotencyKeys: app.poisonKeys.size,
    everything: app.isUnknown,
  });
}

/** `GET braze/:workspaceKey/bodies`, `GET braze/:workspaceKey/cohorts[/:cohortId[/members?which=sent|known]]` */
async function readBraze(
  state: SandboxState,
  [key = "", list, cohortId, members]: string[],
  query: URLSearchParams,
  res: ServerResponse,
): Promise<void> {
  const workspace = state.braze.workspaces.get(key);
  if (workspace && list === "bodies") return sendAnswer(res, ok({ bodies: state.bodies.of(`braze/${key}`) }));
  if (!workspace || list !== "cohorts") return sendAnswer(res, notFound());
  if (cohortId === undefined) {
    return sendAnswer(res, ok({ cohorts: [...workspace.cohorts.values()].map(summariseCohort) }));
  }

  const cohort = workspace.cohorts.get(cohortId);
  if (!cohort) return sendAnswer(res, notFound());
  if (members === undefined) return sendAnswer(res, ok(describeCohort(cohort)));
  await streamLines(res, query.get("which") === "known" ? knownMembers(cohort) : cohort.sent);
}

/** `GET heap/:appId[/keys|/events|/bodies|/users]` */
async function readHeap(
  state: SandboxState,
  [appId = "", part]: string[],
  res: ServerResponse,
): Promise<void> {
  const app = state.heap.apps.get(appId);
  if (!app) return sendAnswer(res, notFound());
  if (part === "keys") return streamLines(res, app.keys);
  if (part === "bodies") return sendAnswer(res, ok({ bodies: state.bodies.of(`heap/${appId}`) }));
  if (part === "users") return sendAnswer(res, ok({ users: Object.fromEntries(app.users) }));
  if (part === "events") return sendAnswer(res, ok({ events: app.lastEvents }));
  return sendAnswer(res, ok(summariseApp(app)));
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

function notFound(): Answer {
  return { status: 404, body: { error: "Not found" } };
}

/**
 * Registers a workspace or changes one: `{ key, restApiKey?, enabled?, mayExport?, mayDelete?, known?, knownDevices?, poison?, poisonAnswer?, needsName?, locks? }`.
 * `known` is `{ all: true }`, `{ pattern }` or `{ userIds }`, and so is `knownDevices` (ids of devices); `poison` replaces the list of refused ids, and
 * `poisonAnswer` says how they are refused; with `locks`, a call that overlaps another one for the same cohort gets 423.
 * @throws Error naming the field that is wrong
 */
export function configureWorkspace(braze: BrazeState, settings: Record<string, unknown>): Workspace {
  const { key, restApiKey, enabled, mayExport, mayDelete, poison, poisonAnswer, needsName, locks } = settings;
  if (typeof key !== "string" || key === "") throw new Error("key must be the workspace's Data Import Key");
  const isKnown = readKnown("known", settings);
  const isKnownDevice = readKnown("knownDevices", settings);
  const poisonIds = poison === undefined ? undefined : readStrings("poison", poison);
  const answer = POISON_ANSWERS.find((known) => known === poisonAnswer);
  if (poisonAnswer !== undefined && !answer) {
    throw new Error(`poisonAnswer must be one of ${POISON_ANSWERS.join(", ")}`);
  }

  const workspace = registerWorkspace(braze, key);
  if (typeof restApiKey === "string") braze.restKeys.set(restApiKey, key);
  if (typeof enabled === "boolean") workspace.enabled = enabled;
  if (typeof needsName === "boolean") workspace.needsName = needsName;
  if (typeof locks === "boolean") workspace.locks = locks;
  if (typeof mayExport === "boolean") workspace.mayExport = mayExport;
  if (typeof mayDelete === "boolean") workspace.mayDelete = mayDelete;
  if (isKnown) workspace.isKnown = isKnown;
  if (isKnownDevice) workspace.isKnownDevice = isKnownDevice;
  if (poisonIds) workspace.poison = new Set(poisonIds);
  if (answer) workspace.poisonAnswer = answer;
  return workspace;
}

/** Reads a list of strings. @throws Error naming the field */
function readStrings(field: string, value: unknown): string[] {
  if (Array.isArray(value) && value.every((entry) => typeof entry === "string")) return value;
  throw new Error(`${field} must be an array of strings`);
}

/** The test of an id that a setting describes; undefined without the setting. @throws Error naming the field */
function readKnown(
  field: "known" | "knownDevices",
  settings: Record<string, unknown>,
): Workspace["isKnown"] | undefined {
  const value = settings[field];
  return value === undefined ? undefined : knownUserTest(readKnownUsers(field, value));
}

function readKnownUsers(field: string, value: unknown): KnownUsers {
  if (isRecord(value)) {
    if (value.all === true) return { all: true };
    if (typeof value.pattern === "string") return { pattern: value.pattern };
    if (value.userIds !== undefined) return { userIds: readStrings(`${field}.userIds`, value.userIds) };
  }
  throw new Error(`${field} must be { all: true }, { pattern } or { userIds }`);
}

const LINES_PER_CHUNK = 1_000;

/** Answers with one id per line, in chunks, so that a million ids are never in memory as one string. */
async function streamLines(res: ServerResponse, lines: Iterable<string>): Promise<void> {
  res.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
  await pipeline(Readable.from(chunksOf(lines)), res);
}

function* chunksOf(lines: Iterable<string>): Generator<string> {
  let chunk: string[] = [];
  for (const line of lines) {
    chunk.push(line);
    if (chunk.length < LINES_PER_CHUNK) continue;
    yield `${chunk.join("\n")}\n`;
    chunk = [];
  }
  if (chunk.length > 0) yield `${chunk.join("\n")}\n`;
}

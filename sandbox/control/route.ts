import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { knownMembers } from "../braze/membership";
import { applyTracked } from "../braze/tracked-attributes";
import { type Answer, readText, sendAnswer } from "../exchange";
import { parseFault, readMatch } from "../faults";
import { readKnownApps } from "../heap/known-apps";
import { appOf } from "../heap/state";
import { parseObject } from "../parse-object";
import { resetSandbox, type SandboxState } from "../state";
import { configureWorkspace, readStrings } from "./configure-workspace";
import { routeSenders } from "./senders";
import {
  describeMembership,
  summariseApp,
  summariseAttribute,
  summariseCohort,
  summariseSandbox,
} from "./summaries";

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

/** `GET braze/:workspaceKey/bodies`, `GET braze/:workspaceKey/cohorts|attributes[/:id[/members?which=sent|known]]` */
async function readBraze(
  state: SandboxState,
  [key = "", list, id, members]: string[],
  query: URLSearchParams,
  res: ServerResponse,
): Promise<void> {
  const workspace = state.braze.workspaces.get(key);
  if (workspace && list === "bodies") return sendAnswer(res, ok({ bodies: state.bodies.of(`braze/${key}`) }));
  if (!workspace || (list !== "cohorts" && list !== "attributes")) return sendAnswer(res, notFound());

  applyTracked(workspace, Date.now());
  if (id === undefined) {
    const summaries =
      list === "cohorts"
        ? { cohorts: [...workspace.cohorts.values()].map(summariseCohort) }
        : { attributes: [...workspace.attributes.values()].map(summariseAttribute) };
    return sendAnswer(res, ok(summaries));
  }
  const membership = workspace[list].get(id);
  if (!membership) return sendAnswer(res, notFound());
  if (members === undefined) return sendAnswer(res, ok(describeMembership(membership)));
  await streamLines(res, query.get("which") === "known" ? knownMembers(membership) : membership.sent);
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

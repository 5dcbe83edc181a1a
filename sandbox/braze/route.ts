import type { IncomingMessage, ServerResponse } from "node:http";
import type { DataCentre } from "../data-centre";
import { type Answer, answerUnderFault, readText, sendAnswer } from "../exchange";
import type { FaultTarget } from "../faults";
import { parseObject } from "../parse-object";
import type { SandboxState } from "../state";
import { authenticateCohortCall, brazeError } from "./authenticate";
import { changeMembers } from "./change-members";
import { deleteUsers } from "./delete-users";
import { exportUsers } from "./export-users";
import { idsOfChanges, noteInProgress } from "./in-progress";
import { type BrazeState, workspaceByImportKey, workspaceOfBearer } from "./state";
import { readAttributes, trackUsers } from "./track-users";
import { cohortOf, type Workspace } from "./workspace";

const COHORT_PATH = /^\/partners\/[^/]+\/cohorts(\/users)?$/;
const EXPORT_PATH = "/users/export/ids";
const DELETE_PATH = "/users/delete";
const TRACK_PATH = "/users/track";

/** Answers one call to a data centre of the sandbox's Braze. `path` is what follows its base URL. */
export async function routeBraze(
  { braze, faults, bodies }: SandboxState,
  dataCentre: DataCentre,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const target = targetOf(path);
  if (!target || req.method !== "POST") return sendAnswer(res, brazeError(404, "Not found"));

  const text = await readText(req);
  const body = parseObject(text);
  if (!body) return sendAnswer(res, brazeError(400, "The request body must be a JSON object"));

  const clientSecret = typeof body.client_secret === "string" ? body.client_secret : "";
  const cohortId = typeof body.cohort_id === "string" ? body.cohort_id : "";
  const workspace = workspaceByImportKey(braze, dataCentre, clientSecret);
  const ofBearer = clientSecret ? undefined : workspaceOfBearer(braze, dataCentre, req.headers.authorization);
  const others = workspace && cohortId ? noteCohortCall(braze, workspace, cohortId, body, res) : 0;
  if (target === "braze.track" && ofBearer) noteTrackCall(braze, ofBearer, body, res);

  const workspaceKey = clientSecret || ofBearer?.key;
  if (workspaceKey) bodies.add(`braze/${workspaceKey}`, text);
  const fault = faults.take(target, workspaceKey ? { cohortId, workspaceKey } : { cohortId });
  await answerUnderFault(res, fault, clientSecret, () => {
    if (workspace?.locks && others > 0) return brazeError(423, "The resource is locked");
    if (target === "braze.cohorts") return saveCohort(braze, dataCentre, body);
    if (target === "braze.users") return changeMembers(braze, dataCentre, body);
    if (target === "braze.delete") return deleteUsers(braze, dataCentre, req.headers.authorization, body);
    if (target === "braze.track") {
      return trackUsers(braze, dataCentre, req.headers.authorization, body, Buffer.byteLength(text));
    }
    return exportUsers(braze, dataCentre, req.headers.authorization, body);
  });
}

function noteCohortCall(
  braze: BrazeState,
  workspace: Workspace,
  cohortId: string,
  body: Record<string, unknown>,
  res: ServerResponse,
): number {
  const ids = idsOfChanges(body.cohort_changes);
  const membership = workspace.cohorts.get(cohortId);
  return noteInProgress(braze, workspace, { subject: cohortId, ids, membership }, res);
}

/** A call to /users/track concerns each attribute that it sets. */
function noteTrackCall(
  braze: BrazeState,
  workspace: Workspace,
  body: Record<string, unknown>,
  res: ServerResponse,
): void {
  const { objects } = readAttributes(body.attributes);
  const names = new Set(objects.flatMap(({ values }) => values.map(([name]) => name)));
  for (const name of names) {
    const ids = objects.filter(({ values }) => values.some(([set]) => set === name)).map(({ id }) => id);
    const membership = workspace.attributes.get(name);
    noteInProgress(braze, workspace, { subject: `attribute:${name}`, ids, membership }, res);
  }
}

function targetOf(path: string): FaultTarget | undefined {
  if (path === EXPORT_PATH) return "braze.export";
  if (path === DELETE_PATH) return "braze.delete";
  if (path === TRACK_PATH) return "braze.track";

  const match = COHORT_PATH.exec(path);
  if (!match) return undefined;
  return match[1] ? "braze.users" : "braze.cohorts";
}

const ISO_8601 = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** `POST /partners/:partner/cohorts`: creates a cohort, or renames the one with this id. */
function saveCohort(braze: BrazeState, dataCentre: DataCentre, body: Record<string, unknown>): Answer {
  const login = authenticateCohortCall(braze, dataCentre, body);
  if ("refusal" in login) return login.refusal;

  const { cohort_id: cohortId, name, created_at: createdAt } = body;
  if (typeof cohortId !== "string" || cohortId === "") {
    return brazeError(400, "cohort_id must be a valid string");
  }
  if (typeof name !== "string" || name.trim() === "") {
    return brazeError(400, "name must be a non-empty string");
  }
  if (typeof createdAt !== "string" || !ISO_8601.test(createdAt) || Number.isNaN(Date.parse(createdAt))) {
    return brazeError(400, "created_at must be an ISO 8601 string");
  }

  const cohort = cohortOf(login.workspace, cohortId);
  if (cohort.name !== name) cohort.names.push(name);
  cohort.name = name;
  cohort.createdAt = createdAt;
  return { status: 201, body: {} };
}

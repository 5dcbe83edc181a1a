import type { IncomingMessage, ServerResponse } from "node:http";
import type { DataCentre } from "../data-centre";
import { type Answer, answerUnderFault, readText, sendAnswer } from "../exchange";
import type { FaultTable, FaultTarget } from "../faults";
import { parseObject } from "../parse-object";
import type { SandboxState } from "../state";
import { addUserProperties } from "./add-user-properties";
import { deleteUsers, makeToken, tellStatus } from "./delete-users";
import type { HeapState } from "./state";
import { track } from "./track";

/** Below it is the user deletion API. */
const PUBLIC_API = "/api/public/v0/";

/** The calls that bring data. */
const CALLS: Record<
  string,
  {
    target: FaultTarget;
    answer: (heap: HeapState, dataCentre: DataCentre, body: Record<string, unknown>) => Answer;
  }
> = {
  "/api/track": { target: "heap.track", answer: track },
  "/api/add_user_properties": { target: "heap.add_user_properties", answer: addUserProperties },
};

/**
 * Answers one call to a data centre of the sandbox's Heap. `path` is what follows its base URL. Users of both are deleted
 * at the host of the United States.
 */
export async function routeHeap(
  { heap, faults, bodies }: SandboxState,
  dataCentre: DataCentre,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (path.startsWith(PUBLIC_API) && dataCentre === "us") {
    return routeDeletion(heap, faults, path.slice(PUBLIC_API.length), req, res);
  }
  const call = req.method === "POST" ? CALLS[path] : undefined;
  if (!call) {
    return sendAnswer(res, { status: 404, body: { error: "Not found" } });
  }

  const text = await readText(req);
  const body = parseObject(text);
  if (!body) return sendAnswer(res, { status: 400, body: { error: "body must be a JSON object" } });

  bodies.add(`heap/${body.app_id}`, text);
  const fault = faults.take(call.target, { appId: String(body.app_id) });
  await answerUnderFault(res, fault, "", () => call.answer(heap, dataCentre, body));
}

/** Answers one call to the user deletion API. `path` is what follows its address. */
async function routeDeletion(
  heap: HeapState,
  faults: FaultTable,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { authorization } = req.headers;
  const text = await readText(req);
  const answer = (target: FaultTarget, work: () => Answer) =>
    answerUnderFault(res, faults.take(target, {}), "", work);

  const [name, id = ""] = path.split("/");
  if (req.method === "POST" && path === "auth_token") {
    return answer("heap.auth_token", () => makeToken(heap, authorization));
  }
  if (req.method === "POST" && path === "user_deletion") {
    return answer("heap.user_deletion", () => deleteUsers(heap, authorization, parseObject(text) ?? {}));
  }
  if (req.method === "GET" && name === "deletion_status" && id !== "") {
    return answer("heap.deletion_status", () => tellStatus(heap, authorization, id));
  }
  sendAnswer(res, { status: 404, body: { error: "Not found" } });
}

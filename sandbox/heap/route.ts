import type { IncomingMessage, ServerResponse } from "node:http";
import { answerUnderFault, readText, sendAnswer } from "../exchange";
import { parseObject } from "../parse-object";
import type { SandboxState } from "../state";
import { track } from "./track";

/** Answers one call to the Heap half of the sandbox. `path` is what follows `/heap`. */
export async function routeHeap(
  { heap, faults, bodies }: SandboxState,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (path !== "/api/track" || req.method !== "POST") {
    return sendAnswer(res, { status: 404, body: { error: "Not found" } });
  }

  const text = await readText(req);
  const body = parseObject(text);
  if (!body) return sendAnswer(res, { status: 400, body: { error: "body must be a JSON object" } });

  bodies.add(`heap/${body.app_id}`, text);
  const fault = faults.take("heap.track", { appId: String(body.app_id) });
  await answerUnderFault(res, fault, "", () => track(heap, body));
}

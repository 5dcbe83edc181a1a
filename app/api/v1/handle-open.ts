import { z } from "zod";
import { clientAddress } from "@/app/api/auth/client-address";
import { observed } from "@/app/api/observed";
import { bodyBudget } from "@/lib/kernel/api/body-budget";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { answerError, answerHeaders } from "./answer-error";
import type { ContractedHandler, Handler } from "./operation";
import { readJsonBody } from "./read-request";

/** A token and a password, each sign written as `\uXXXX`. Nobody knows who sends it, so it is small. */
const MAX_BODY_BYTES = 4 * 1024;

interface OpenRoute<Body extends z.ZodType, Answer> {
  /** As in `handle`. */
  summary: string;
  description?: string;
  body?: Body;
  answer: z.ZodType<Answer>;
  /**
   * @param request.address where the request came from, for throttling
   * @param request.headers of the answer, to add a cookie to
   */
  run(request: { body: z.infer<Body>; address: string; headers: Headers }): Promise<NoInfer<Answer>>;
}

type HandlerOf<Body extends z.ZodType, Answer> = ContractedHandler<{
  query: object;
  body: z.input<Body>;
  answer: Answer;
}>;

/** `handle` for the few calls that need no sign-in. */
export function handleOpen<Body extends z.ZodType = z.ZodObject, Answer = unknown>(
  route: OpenRoute<Body, Answer>,
): HandlerOf<Body, Answer> {
  async function handler(req: Request): Promise<Response> {
    const held = bodyBudget.hold(null);
    try {
      const { json } = await readJsonBody(req, held, MAX_BODY_BYTES);
      const body = parseInput(route.body ?? z.strictObject({}), json) as z.infer<Body>;
      const headers = new Headers(answerHeaders());
      const answer = await route.run({ body, address: clientAddress(req.headers), headers });
      return Response.json(route.answer.parse(answer), { headers });
    } catch (err) {
      return answerError(err, req);
    } finally {
      held.release();
    }
  }

  const defined: Handler = Object.assign(observed("api", handler), {
    operation: {
      summary: route.summary,
      description: route.description,
      role: null,
      params: z.object({}),
      query: z.strictObject({}),
      body: route.body ?? null,
      answer: route.answer,
      status: 200 as const,
      takesIdempotencyKey: false,
    },
  });
  return defined as HandlerOf<Body, Answer>;
}

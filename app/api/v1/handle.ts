import { randomUUID } from "node:crypto";
import { z } from "zod";
import { clientAddress } from "@/app/api/auth/client-address";
import { type Ctx, requireRole } from "@/lib/actor";
import type { Once } from "@/lib/api/idempotency";
import { parseInput } from "@/lib/api/parse-input";
import { TributaryError } from "@/lib/errors";
import type { Role } from "@/lib/generated/prisma/enums";
import { answerError, answerHeaders } from "./answer-error";
import { authenticateRequest } from "./authenticate";
import { readJsonBody, readOnce, readQuery } from "./read-request";

interface Route<Params extends z.ZodRawShape, Query extends z.ZodType, Body extends z.ZodType, Answer> {
  /** Ids in the path. */
  params?: Params;
  query?: Query;
  body?: Body;
  answer: z.ZodType<Answer>;
  /** 201 for a creation. */
  status?: 200 | 201;
  /** Who lacks this role is told so before anything is said about the body. The verb enforces it all the same. */
  role?: Role;
  run(
    ctx: Ctx,
    request: {
      params: z.infer<z.ZodObject<Params>>;
      query: z.infer<Query>;
      body: z.infer<Body>;
      /** Where the request came from, for throttling. */
      address: string;
    },
    once: Once | undefined,
  ): Promise<Answer>;
}

/**
 * Makes a route handler of the API: authenticates, parses path, query and body, calls one verb and checks the answer
 * against its schema. Unknown fields are refused; every error has the one shape.
 */
export function handle<
  Params extends z.ZodRawShape = Record<never, never>,
  Query extends z.ZodType = z.ZodObject,
  Body extends z.ZodType = z.ZodObject,
  Answer = unknown,
>(route: Route<Params, Query, Body, Answer>) {
  const paramsSchema = z.object(route.params ?? ({} as Params));
  const querySchema = route.query ?? z.strictObject({});
  const bodySchema = route.body ?? z.strictObject({});

  return async function handler(req: Request, context: { params: Promise<unknown> }): Promise<Response> {
    const requestId = randomUUID();
    try {
      const ctx = { actor: await authenticateRequest(req) };
      const params = paramsSchema.safeParse((await context.params) ?? {}); // Next gives a route without parameters none
      if (!params.success) throw new TributaryError("not_found", "There is nothing at this address.");
      if (route.role) requireRole(ctx, route.role);

      const { text, json } = await readJsonBody(req);
      const query = parseInput(querySchema, readQuery(req));
      const body = parseInput(bodySchema, json);

      const found = await route.run(
        ctx,
        {
          params: params.data,
          query: query as z.infer<Query>,
          body: body as z.infer<Body>,
          address: clientAddress(req.headers.get("x-forwarded-for")),
        },
        readOnce(req, text),
      );
      const headers = answerHeaders(requestId);
      return Response.json(route.answer.parse(found), { status: route.status ?? 200, headers });
    } catch (err) {
      return answerError(err, req, { requestId });
    }
  };
}

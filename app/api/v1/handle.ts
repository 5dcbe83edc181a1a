import { z } from "zod";
import { clientAddress } from "@/app/api/auth/client-address";
import { observed } from "@/app/api/observed";
import { nudgeAlerts } from "@/inngest/nudge";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { bodyBudget, type HeldBytes } from "@/lib/kernel/api/body-budget";
import type { Once } from "@/lib/kernel/api/idempotency";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { TributaryError } from "@/lib/kernel/errors";
import type { Role } from "@/prisma/generated/enums";
import { answerError, answerHeaders } from "./answer-error";
import { authenticateRequest } from "./authenticate";
import type { ContractedHandler, Handler } from "./operation";
import { readJsonBody, readOnce, readQuery } from "./read-request";

interface Route<Params extends z.ZodRawShape, Query extends z.ZodType, Body extends z.ZodType, Answer> {
  /** What it does, in a few plain words: the title of the operation in the API's document. */
  summary: string;
  /** What a caller must know beyond that. */
  description?: string;
  /** Ids in the path. */
  params?: Params;
  query?: Query;
  body?: Body;
  answer: z.ZodType<Answer>;
  /** 201 for a creation. */
  status?: 200 | 201;
  /**
   * A caller without this role is told so before anything is said about the body. The verb enforces the role anyway.
   */
  role: Role;
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
  ): Promise<NoInfer<Answer>>;
}

/** Of a query or a body that takes no field. */
type Nothing = z.ZodObject<Record<never, never>, z.core.$strict>;

type HandlerOf<Query extends z.ZodType, Body extends z.ZodType, Answer> = ContractedHandler<{
  query: z.input<Query> & object;
  body: z.input<Body>;
  answer: Answer;
}>;

/**
 * Makes a route handler of the API: authenticates, checks the role, parses path, query and body, calls one verb and checks the answer
 * against its schema. Unknown fields are refused; every error has the one shape. Whoever changed something of a customer may have
 * done what an alert asks for, so its alerts are brought in line. The handler carries its definition, of
 * which the API's document and the test of who may do what are made, and its contract, by which screens call it.
 */
export function handle<
  Params extends z.ZodRawShape = Record<never, never>,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = Nothing,
  Answer = unknown,
>(route: Route<Params, Query, Body, Answer>): HandlerOf<Query, Body, Answer> {
  const paramsSchema = z.object(route.params ?? ({} as Params));
  const querySchema = route.query ?? z.strictObject({});
  const bodySchema = route.body ?? z.strictObject({});

  async function handler(req: Request, context: { params: Promise<unknown> }): Promise<Response> {
    let held: HeldBytes | undefined;
    try {
      const actor = await authenticateRequest(req);
      const ctx = { actor };
      const params = paramsSchema.safeParse((await context.params) ?? {}); // Next gives a route without parameters none
      if (!params.success) throw new TributaryError("not_found", "There is nothing at this address.");
      requireRole(ctx, route.role);

      held = bodyBudget.hold(actor.id);
      const { text, json } = await readJsonBody(req, held);
      const query = parseInput(querySchema, readQuery(req));
      const body = parseInput(bodySchema, json);

      const found = await route.run(
        ctx,
        {
          params: params.data,
          query: query as z.infer<Query>,
          body: body as z.infer<Body>,
          address: clientAddress(req.headers),
        },
        readOnce(req, text),
      );
      if (isChange(req) && route.role !== "viewer") nudgeCustomerOf(params.data);
      const headers = answerHeaders();
      return Response.json(route.answer.parse(found), { status: route.status ?? 200, headers });
    } catch (err) {
      return answerError(err, req);
    } finally {
      held?.release();
    }
  }

  const defined: Handler = Object.assign(observed("api", handler), {
    operation: {
      summary: route.summary,
      description: route.description,
      role: route.role,
      params: paramsSchema,
      query: querySchema,
      body: route.body ?? null,
      answer: route.answer,
      status: route.status ?? 200,
      takesIdempotencyKey: route.run.length > 2, // a verb that gets the key uses it
      run: route.run as Handler["operation"]["run"],
    },
  });
  return defined as HandlerOf<Query, Body, Answer>;
}

function isChange({ method }: Request): boolean {
  return method !== "GET" && method !== "HEAD";
}

function nudgeCustomerOf({ customerId }: { customerId?: unknown }): void {
  if (typeof customerId === "string") nudgeAlerts(customerId);
}

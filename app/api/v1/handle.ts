import { createHash } from "node:crypto";
import { z } from "zod";
import { clientAddress } from "@/app/api/auth/client-address";
import { type Ctx, requireRole } from "@/lib/actor";
import type { Once } from "@/lib/api/idempotency";
import { parseInput } from "@/lib/api/parse-input";
import { TributaryError } from "@/lib/errors";
import type { Role } from "@/lib/generated/prisma/enums";
import { readBody } from "@/lib/read-body";
import { answerError, errorAnswer } from "./answer-error";
import { authenticateRequest } from "./authenticate";

/** Far more than any form of ours; the events of Braze and Heap have routes of their own. */
const MAX_BODY_BYTES = 256 * 1024;

const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/, "must be 1 to 200 signs without spaces");

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
    try {
      const ctx = { actor: await authenticateRequest(req) };
      const params = paramsSchema.safeParse((await context.params) ?? {}); // Next gives a route without parameters none
      if (!params.success) throw new TributaryError("not_found", "There is nothing at this address.");
      if (route.role) requireRole(ctx, route.role);

      const text = await readText(req);
      if (text === null) {
        return errorAnswer(413, { code: "invalid", message: `The body is over ${MAX_BODY_BYTES} bytes.` });
      }
      const query = parseInput(querySchema, readQuery(req));
      const body = parseInput(bodySchema, readJson(text));

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
      const headers = { "cache-control": "no-store" };
      return Response.json(route.answer.parse(found), { status: route.status ?? 200, headers });
    } catch (err) {
      return answerError(err, req);
    }
  };
}

async function readText(req: Request): Promise<string | null> {
  const read = await readBody(req, MAX_BODY_BYTES);
  if (read.ok) return read.body.toString("utf8");
  if (read.status === 413) return null;
  throw new TributaryError("invalid", "The body is not valid gzip.");
}

/** A parameter given twice is refused, not guessed. */
function readQuery(req: Request): Record<string, string> {
  const { searchParams } = new URL(req.url);
  const names = [...searchParams.keys()];
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new TributaryError("invalid", `${repeated}: may be given once`);

  // PostgreSQL keeps no NUL in a text, so nothing can be looked up by one.
  const broken = names.find((name) => searchParams.get(name)?.includes("\0"));
  if (broken !== undefined) throw new TributaryError("invalid", `${broken}: may not hold a NUL character`);
  return Object.fromEntries(searchParams);
}

function readJson(text: string): unknown {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new TributaryError("invalid", "The body is not JSON.");
  }
}

function readOnce(req: Request, text: string): Once | undefined {
  const key = req.headers.get("idempotency-key");
  if (key === null || req.method !== "POST") return undefined;

  const checked = idempotencyKey.safeParse(key);
  if (!checked.success)
    throw new TributaryError("invalid", "Idempotency-Key: must be 1 to 200 signs without spaces");

  const { pathname } = new URL(req.url);
  const digest = createHash("sha256").update(`${req.method}\n${pathname}\n${text}`).digest();
  return { key, digest: Uint8Array.from(digest) };
}

import type { z } from "zod";
import type { Contract, Contracted } from "@/app/api/contract";
import type { Ctx } from "@/lib/kernel/actor";
import type { Role } from "@/prisma/generated/enums";

/** What one method of one address does, accepts and answers: the definition its handler was made from. */
export interface Operation {
  /** A few plain words. */
  summary: string;
  description: string | undefined;
  /** The lowest role it needs; null: no sign-in. */
  role: Role | null;
  params: z.ZodObject;
  query: z.ZodType;
  /** Null: it has no body. */
  body: z.ZodType | null;
  /** The schema of its JSON, or the content type of its file. */
  answer: z.ZodType | string;
  status: 200 | 201;
  /** Whether a repeat with the same Idempotency-Key returns what the first one created. */
  takesIdempotencyKey: boolean;
  /** The verb, which checks role and customer itself. Only if a sign-in is needed. */
  run?(
    ctx: Ctx,
    request: { params: unknown; query: unknown; body: unknown; address: string },
  ): Promise<unknown>;
}

/** A route handler of the API, with its definition. */
export type Handler = ((req: Request, context: { params: Promise<unknown> }) => Promise<Response>) & {
  operation: Operation;
};

/** A handler whose callers know what it takes and answers. */
export type ContractedHandler<C extends Contract> = Handler & Contracted<C>;

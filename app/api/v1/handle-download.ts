import { z } from "zod";
import { observed } from "@/app/api/observed";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { parseInput } from "@/lib/kernel/api/parse-input";
import { TributaryError } from "@/lib/kernel/errors";
import { log } from "@/lib/kernel/log";
import type { Role } from "@/prisma/generated/enums";
import { answerError, answerHeaders } from "./answer-error";
import { authenticateRequest } from "./authenticate";
import type { ContractedHandler, Handler } from "./operation";
import { readQuery } from "./read-request";
import { takeDownload } from "./take-download";

interface Download<Params extends z.ZodRawShape, Query extends z.ZodType> {
  /** As in `handle`. */
  summary: string;
  description?: string;
  role: Role;
  /** Ids in the path. */
  params?: Params;
  query: Query;
  /** `application/gzip`: the chunks are compressed on their way. */
  contentType: string;
  fileName(now: Date): string;
  run(
    ctx: Ctx,
    request: { params: z.infer<z.ZodObject<Params>>; query: z.infer<Query> },
  ): Promise<AsyncIterable<string>>;
}

type HandlerOf<Query extends z.ZodType> = ContractedHandler<{
  query: z.input<Query> & object;
  body: never;
  answer: never;
}>;

/**
 * `handle` for answers that are files of any length: the same authentication, parsing and errors, and a body that is
 * produced chunk by chunk, only as fast as it is read.
 */
export function handleDownload<Query extends z.ZodType, Params extends z.ZodRawShape = Record<never, never>>(
  download: Download<Params, Query>,
): HandlerOf<Query> {
  const isGzip = download.contentType === "application/gzip";
  const paramsSchema = z.object(download.params ?? ({} as Params));

  async function handler(req: Request, context: { params: Promise<unknown> }): Promise<Response> {
    let release = () => {};
    try {
      const ctx = { actor: await authenticateRequest(req) };
      const params = paramsSchema.safeParse((await context.params) ?? {}); // Next gives a route without parameters none
      if (!params.success) throw new TributaryError("not_found", "There is nothing at this address.");
      requireRole(ctx, download.role);

      const query = parseInput(download.query, readQuery(req)) as z.infer<Query>;
      const isHead = req.method === "HEAD";
      if (!isHead) release = await takeDownload(ctx.actor.id);
      const pieces = await download.run(ctx, { params: params.data, query });
      // Next does not read the body of an answer to HEAD, so it would never end.
      const stream = isHead ? null : toStream(pieces, release, req.signal);
      return new Response(isGzip && stream ? stream.pipeThrough(new CompressionStream("gzip")) : stream, {
        headers: {
          ...answerHeaders(),
          "content-type": download.contentType,
          "content-disposition": `attachment; filename="${download.fileName(new Date())}"`,
        },
      });
    } catch (err) {
      release();
      return answerError(err, req);
    }
  }

  const defined: Handler = Object.assign(observed("api", handler), {
    operation: {
      summary: download.summary,
      description: download.description,
      role: download.role,
      params: paramsSchema,
      query: download.query,
      body: null,
      answer: download.contentType,
      status: 200 as const,
      takesIdempotencyKey: false,
      run: download.run as Handler["operation"]["run"],
    },
  });
  return defined as HandlerOf<Query>;
}

/**
 * A failure midway breaks off the connection, so that half a file is not mistaken for a whole one.
 * @param signal of the request: Next neither reads nor cancels the body of an answer whose connection has ended by then
 */
function toStream(
  pieces: AsyncIterable<string>,
  release: () => void,
  signal: AbortSignal,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const iterator = pieces[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  async function end(): Promise<void> {
    release();
    await iterator.return?.();
  }
  /** Nobody awaits it, and a rejection that nobody handles would end the process. */
  const endUnread = () => void end().catch((err) => log.warn({ err }, "a download could not be ended"));
  if (signal.aborted) endUnread();
  else signal.addEventListener("abort", endUnread);
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        if (!done) return controller.enqueue(encoder.encode(value));
        release();
        controller.close();
      } catch (err) {
        release();
        throw err;
      }
    },
    cancel: end,
  });
}

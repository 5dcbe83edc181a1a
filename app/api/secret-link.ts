import type { z } from "zod";
import { clientAddress } from "@/app/api/auth/client-address";
import type { Contracted } from "@/app/api/contract";
import { observed } from "@/app/api/observed";
import { isOwnOrigin } from "@/app/api/own-origin";
import { answerError } from "@/app/api/v1/answer-error";
import { readJsonBody } from "@/app/api/v1/read-request";
import { TributaryError } from "@/lib/kernel/errors";

/** What a route of a secret link is asked. */
export interface SecretLinkRequest<Body = unknown> {
  token: string;
  /** As it was sent: the verb checks it, once it has found the link. */
  body: Body;
  address: string;
}

interface SecretLinkRoute<Body, Answer> {
  /** The address in logs, such as `/api/connect/[token]`: a token must not be in a log. */
  path: `/api/${"connect" | "status"}/[token]${string}`;
  answer: z.ZodType<Answer>;
  run(request: SecretLinkRequest<Body>): Promise<NoInfer<Answer>>;
}

type HandlerOf<Body, Answer> = ((
  req: Request,
  context: { params: Promise<{ token: string }> },
) => Promise<Response>) &
  Contracted<{ query: object; body: Body; answer: Answer }>;

/**
 * Makes a handler of a route whose token in the address is the only credential. A change must come from our own
 * pages; no answer is cached, indexed, or reveals its address to another site.
 */
export function secretLink<Body, Answer>({
  path,
  answer: schema,
  run,
}: SecretLinkRoute<Body, Answer>): HandlerOf<Body, Answer> {
  async function handler(
    req: Request,
    { params }: { params: Promise<{ token: string }> },
  ): Promise<Response> {
    let answer: Response;
    try {
      if (req.method !== "GET" && !isOwnOrigin(req)) {
        throw new TributaryError("forbidden", "This can only be done on Tributary's own page.");
      }
      const { token } = await params;
      const { json } = await readJsonBody(req);
      const address = clientAddress(req.headers);
      answer = Response.json(schema.parse(await run({ token, body: json as Body, address })));
    } catch (err) {
      answer = answerError(err, req, { path });
    }
    answer.headers.set("cache-control", "no-store");
    answer.headers.set("referrer-policy", "no-referrer");
    answer.headers.set("x-robots-tag", "noindex");
    return answer;
  }

  const route = path.startsWith("/api/connect/") ? "connect" : "status";
  return observed(route, handler) as HandlerOf<Body, Answer>;
}

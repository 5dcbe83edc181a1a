import type { z } from "zod";
import { clientAddress } from "@/app/api/auth/client-address";
import type { Contracted } from "@/app/api/contract";
import { observed } from "@/app/api/observed";
import { isOwnOrigin } from "@/app/api/own-origin";
import { crowded, lookUpInPlace, takePlace } from "@/app/api/sender-places";
import { answerError } from "@/app/api/v1/answer-error";
import { readJsonBody, readQuery } from "@/app/api/v1/read-request";
import { bodyBudget, type HeldBytes } from "@/lib/kernel/api/body-budget";
import { TributaryError } from "@/lib/kernel/errors";
import { QueueFull } from "@/lib/kernel/queue";
import { linkOver } from "@/lib/kernel/secrets/secret-link";

/** What the pages of links send is a few keys. */
const MAX_BODY_BYTES = 16 * 1024;

/** What a route of a secret link is asked. */
export interface SecretLinkRequest<Link, Body = unknown> {
  link: Link;
  token: string;
  /** As it was sent: the verb checks it. So is the query. */
  body: Body;
  query: Record<string, string>;
}

interface SecretLinkRoute<Link, Body, Answer> {
  /** The address in logs, such as `/api/connect/[token]`: a token must not be in a log. */
  path: `/api/${"connect" | "status"}/[token]${string}`;
  answer: z.ZodType<Answer>;
  /** The link of a token while it works, or null; throws when too many were looked up from the address. */
  find(token: string, address: string): Promise<Link | null>;
  run(request: SecretLinkRequest<Link, Body>): Promise<NoInfer<Answer>>;
}

type HandlerOf<Body, Answer> = ((
  req: Request,
  context: { params: Promise<{ token: string }> },
) => Promise<Response>) &
  Contracted<{ query: object; body: Body; answer: Answer }>;

/**
 * Makes a handler of a route whose token in the address is the only credential. Of what is sent to a link that does not
 * work, nothing is read. What its holder causes takes places of its customer. A change must come from our own pages; no answer is cached, indexed, or reveals its address to another site.
 */
export function secretLink<Link extends { customerId: string }, Body, Answer>({
  path,
  answer: schema,
  find,
  run,
}: SecretLinkRoute<Link, Body, Answer>): HandlerOf<Body, Answer> {
  async function handler(
    req: Request,
    { params }: { params: Promise<{ token: string }> },
  ): Promise<Response> {
    let answer: Response;
    let held: HeldBytes | undefined;
    try {
      if (req.method !== "GET" && !isOwnOrigin(req)) {
        throw new TributaryError("forbidden", "This can only be done on Tributary’s own page.");
      }
      const { token } = await params;
      const address = clientAddress(req.headers);
      const link = await lookUpInPlace({ token, address }, () => find(token, address));
      if (!link) throw linkOver();

      const place = { token, customerId: link.customerId };
      const query = readQuery(req);
      held = bodyBudget.hold(link.customerId);
      const { json } = await readJsonBody(req, held, MAX_BODY_BYTES);
      answer = Response.json(
        schema.parse(await takePlace(place, () => run({ link, token, body: json as Body, query }))),
      );
    } catch (err) {
      answer = answerError(err instanceof QueueFull ? crowded() : err, req, { path });
    } finally {
      held?.release();
    }
    answer.headers.set("cache-control", "no-store");
    answer.headers.set("referrer-policy", "no-referrer");
    answer.headers.set("x-robots-tag", "noindex");
    return answer;
  }

  const route = path.startsWith("/api/connect/") ? "connect" : "status";
  return observed(route, handler) as HandlerOf<Body, Answer>;
}

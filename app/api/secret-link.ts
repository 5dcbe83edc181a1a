import { clientAddress } from "@/app/api/auth/client-address";
import { observed } from "@/app/api/observed";
import { isOwnOrigin } from "@/app/api/own-origin";
import { answerError } from "@/app/api/v1/answer-error";
import { readJsonBody } from "@/app/api/v1/read-request";
import { TributaryError } from "@/lib/kernel/errors";

interface SecretLinkRoute {
  /** What a log says of the address, such as `/api/connect/[token]`: the token belongs in none. */
  path: `/api/${"connect" | "status"}/[token]${string}`;
  run(request: { token: string; json: unknown; address: string }): Promise<unknown>;
}

/**
 * Makes a handler of a route whose token in the address is the only credential. A change must come from our own pages;
 * no answer is kept, indexed, or tells its address to another site.
 */
export function secretLink({ path, run }: SecretLinkRoute) {
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
      answer = Response.json(await run({ token, json, address }));
    } catch (err) {
      answer = answerError(err, req, { path });
    }
    answer.headers.set("cache-control", "no-store");
    answer.headers.set("referrer-policy", "no-referrer");
    answer.headers.set("x-robots-tag", "noindex");
    return answer;
  }

  return observed(path.startsWith("/api/connect/") ? "connect" : "status", handler);
}

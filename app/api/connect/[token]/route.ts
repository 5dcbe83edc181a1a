import { clientAddress } from "@/app/api/auth/client-address";
import { isOwnOrigin } from "@/app/api/own-origin";
import { answerError } from "@/app/api/v1/answer-error";
import { readJsonBody } from "@/app/api/v1/read-request";
import { enteredView, enterSecrets } from "@/lib/connect-links/enter-secrets";
import { TributaryError } from "@/lib/errors";

/** What a log says of the address: the token belongs in none. */
const LOGGED_PATH = "/api/connect/[token]";

/** Takes what the customer entered on the page of a connect link; the link is the only credential. */
export async function POST(
  req: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  let answer: Response;
  try {
    if (!isOwnOrigin(req)) {
      throw new TributaryError("forbidden", "Values can only be entered on Tributary's own page.");
    }
    const { token } = await params;
    const { json } = await readJsonBody(req);
    const address = clientAddress(req.headers.get("x-forwarded-for"));
    // The verb checks the fields, after it has found the link.
    const entered = await enterSecrets(token, json as Parameters<typeof enterSecrets>[1], address);
    answer = Response.json(enteredView.parse(entered), { headers: { "cache-control": "no-store" } });
  } catch (err) {
    answer = answerError(err, req, { path: LOGGED_PATH });
  }
  answer.headers.set("referrer-policy", "no-referrer");
  answer.headers.set("x-robots-tag", "noindex");
  return answer;
}

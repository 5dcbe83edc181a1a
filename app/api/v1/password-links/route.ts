import { clientAddress } from "@/app/api/auth/client-address";
import { answerError } from "@/app/api/v1/answer-error";
import { TributaryError } from "@/lib/errors";
import { readBody } from "@/lib/read-body";
import { redeemLink, redemptionView } from "@/lib/users/redeem-link";

/** A token and a password are a few hundred bytes. */
const MAX_BODY_BYTES = 4_096;

/**
 * Sets a password with a one-time link: the one call of the API that needs no sign-in. The token comes in the body, so
 * that it stands in no server's log of addresses.
 */
export async function POST(req: Request): Promise<Response> {
  try {
    const address = clientAddress(req.headers.get("x-forwarded-for"));
    const answer = redemptionView.parse(await redeemLink(await readJson(req), address));
    return Response.json(answer, { headers: { "cache-control": "no-store" } });
  } catch (err) {
    return answerError(err, req);
  }
}

/** The verb checks the fields. */
async function readJson(req: Request): Promise<Parameters<typeof redeemLink>[0]> {
  const read = await readBody(req, MAX_BODY_BYTES);
  if (!read.ok) throw new TributaryError("invalid", "The body cannot be read.");
  try {
    return JSON.parse(read.body.toString("utf8"));
  } catch {
    throw new TributaryError("invalid", "The body is not JSON.");
  }
}

import { observed } from "@/app/api/observed";
import { withSentBody } from "@/app/api/with-sent-body";
import { nudgeForward } from "@/inngest/nudge";
import { type AcceptedBatch, acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { log } from "@/lib/kernel/log";
import { noteRefusal } from "@/lib/setup/endpoints/note-refusal";

/** Braze sends up to 100 events of up to 900 KB (docs/contracts/braze-currents.md#batches-and-delay); past this it splits. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** What waits is measured again each minute. */
const RETRY_SECONDS = 60;

/** Braze posts Currents events here; the answers are in docs/flows.md#currents-endpoint. */
export const POST = observed("currents", accept);

async function accept(req: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;

  try {
    const sender = { token, bearerToken: readBearer(req) };
    const accepted = await withSentBody(req, sender, MAX_BODY_BYTES, (body) =>
      acceptBatch({ ...sender, body }),
    );
    const refused = "status" in accepted ? accepted : refusalOf(accepted);
    if (refused) {
      await noteRefusal(token, refused);
      return refusal(refused.status, refused.reason);
    }
    if ("nudge" in accepted && accepted.nudge) nudgeForward(accepted.nudge, accepted.customerId);
    // Without a body: Braze reads only the status, and Next would put even a short body through three streams.
    return new Response(null);
  } catch (err) {
    // Our fault: Braze keeps the batch and sends it again on 503, while 400, 401 and 404 would lose it.
    log.error({ err }, "a Currents batch could not be stored");
    return refusal(503, "Temporarily unavailable.");
  }
}

function refusalOf(accepted: AcceptedBatch): { status: number; reason: string } | null {
  switch (accepted.kind) {
    case "unknown_endpoint":
      return { status: 404, reason: "Unknown endpoint." };
    case "unauthorized":
      return { status: 401, reason: "The bearer token is not the one of this endpoint." };
    case "invalid":
      return { status: 400, reason: accepted.message };
    case "too_large":
      return { status: 413, reason: accepted.message };
    case "full":
      return { status: 503, reason: "Too much waits already; send it again later." };
    default:
      return null;
  }
}

function readBearer(req: Request): string | null {
  return /^Bearer\s+(\S+)\s*$/i.exec(req.headers.get("authorization") ?? "")?.[1] ?? null;
}

/** After 503, Braze keeps the batch and sends it again. */
function refusal(status: number, error: string): Response {
  const headers = status === 503 ? { "retry-after": String(RETRY_SECONDS) } : undefined;
  return Response.json({ error }, { status, headers });
}

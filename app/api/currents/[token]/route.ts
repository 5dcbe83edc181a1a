import { observed } from "@/app/api/observed";
import { noteRefused, refusal, refused, withSentBody } from "@/app/api/with-sent-body";
import { nudgeForward } from "@/inngest/nudge";
import { type AcceptedBatch, acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { TOO_MUCH_STORED } from "@/lib/kernel/customers/storage-limit";
import { log } from "@/lib/kernel/log";
import { noteStoreFailure } from "@/lib/kernel/process-health/storage-state";

/** Braze sends up to 100 events of up to 900 KB (docs/contracts/braze-currents.md#batches-and-delay); past this it splits. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

const FULL = {
  waiting: "Too much is queued already. Send it again later.",
  stored: TOO_MUCH_STORED,
};

/** Braze posts Currents events here; the answers are in docs/flows.md#currents-endpoint. */
export const POST = observed("currents", accept);

async function accept(req: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const { token } = await params;

  try {
    const sender = { token, bearerToken: readBearer(req) };
    const accepted = await withSentBody(req, sender, MAX_BODY_BYTES, (body) =>
      acceptBatch({ ...sender, body }),
    );
    const why = "status" in accepted ? accepted : refusalOf(accepted);
    if (why) {
      await noteRefused(req, token, why);
      return refusal(why.status, why.reason);
    }
    if ("nudge" in accepted && accepted.nudge) nudgeForward(accepted.nudge);
    // Without a body: Braze reads only the status, and Next would put even a short body through three streams.
    return new Response(null);
  } catch (err) {
    // Our fault: Braze keeps the batch and sends it again on 503, while 400, 401 and 404 would lose it.
    noteStoreFailure(err);
    log.error({ err }, "a Currents batch could not be stored");
    return refusal(503, "Temporarily unavailable.");
  }
}

function refusalOf(accepted: AcceptedBatch): { status: number; reason: string } | null {
  switch (accepted.kind) {
    case "unknown_endpoint":
      return refused(404);
    case "unauthorized":
      return refused(401);
    case "invalid":
      return { status: 400, reason: accepted.message };
    case "too_large":
      return { status: 413, reason: accepted.message };
    case "full":
      return { status: 503, reason: FULL[accepted.full] };
    default:
      return null;
  }
}

function readBearer(req: Request): string | null {
  return /^Bearer\s+(\S+)\s*$/i.exec(req.headers.get("authorization") ?? "")?.[1] ?? null;
}

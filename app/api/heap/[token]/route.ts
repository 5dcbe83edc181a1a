import { observed } from "@/app/api/observed";
import { noteRefused, refusal, refused, withSentBody } from "@/app/api/with-sent-body";
import { nudgeDecide } from "@/inngest/nudge";
import { type AcceptedPage, acceptPage } from "@/lib/cohorts/pages/accept-page";
import { TOO_MUCH_STORED } from "@/lib/kernel/customers/storage-limit";
import { log } from "@/lib/kernel/log";
import { noteStoreFailure } from "@/lib/kernel/process-health/storage-state";

export const runtime = "nodejs";

/** Heap documents no largest page; this is some 400,000 user keys. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Heap posts the pages of its segments here; the answers are in docs/flows.md#heap-endpoint. */
export const POST = observed("heap", accept);

async function accept(req: Request, { params }: { params: Promise<{ token: string }> }): Promise<Response> {
  const receivedAtMs = Date.now();
  const { token } = await params;

  try {
    const hashHeader = req.headers.get("heap-hash");
    const accepted = await withSentBody(req, { token, bearerToken: null }, MAX_BODY_BYTES, (rawBody) =>
      acceptPage({ token, rawBody, hashHeader, receivedAtMs }),
    );
    // A repeated page too: the process that stored it may have died before it signalled that.
    if ("segmentId" in accepted) nudgeDecide(accepted.customerId);
    const why = "kind" in accepted ? refusalOf(accepted) : accepted;
    if (why) {
      await noteRefused(req, token, why);
      return refusal(why.status, why.reason);
    }
    return Response.json({ ok: true, result: "kind" in accepted ? accepted.kind : undefined });
  } catch (err) {
    // Our fault: on 503 Heap sends the page again.
    noteStoreFailure(err);
    log.error({ err }, "a segment page could not be stored");
    return refusal(503, "Temporarily unavailable.");
  }
}

function refusalOf(accepted: AcceptedPage): { status: number; reason: string } | null {
  switch (accepted.kind) {
    case "unknown_endpoint":
      return refused(404);
    case "bad_signature":
      return { status: accepted.status, reason: accepted.reason };
    case "invalid":
      return { status: 400, reason: accepted.message };
    case "full":
      return { status: 503, reason: TOO_MUCH_STORED };
    case "no_room":
      return { status: 429, reason: "The destination already has the maximum number of segments." };
    case "too_large":
      return { status: 413, reason: accepted.message };
    default:
      return null;
  }
}

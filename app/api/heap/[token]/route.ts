import { EVENTS } from "@/inngest/events";
import { sendEvent } from "@/inngest/send";
import { type AcceptedPage, acceptPage } from "@/lib/destinations/accept-page";
import { log } from "@/lib/log";
import { readBody } from "@/lib/read-body";

export const runtime = "nodejs";

/** Heap documents no largest page; this is some 400,000 user keys. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** Heap posts the pages of its segments here; the answers are those of the design, section 7. */
export async function POST(
  req: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  const receivedAtMs = Date.now();
  const { token } = await params;

  try {
    const read = await readBody(req, MAX_BODY_BYTES);
    if (!read.ok)
      return refusal(read.status, read.status === 413 ? "The body is too large." : "Not valid gzip.");

    const hashHeader = req.headers.get("heap-hash");
    const accepted = await acceptPage({ token, rawBody: read.body, hashHeader, receivedAtMs });
    if (accepted.kind === "applied" || accepted.kind === "stale") {
      await sendEvent({ name: EVENTS.pageAccepted, data: { segmentId: accepted.segmentId } });
    }
    return answer(accepted);
  } catch (err) {
    // Our fault: on 503 Heap sends the page again.
    log.error({ err: { message: (err as Error).message } }, "a segment page could not be stored");
    return Response.json(
      { error: "Temporarily unavailable." },
      { status: 503, headers: { "retry-after": "30" } },
    );
  }
}

function answer(accepted: AcceptedPage): Response {
  switch (accepted.kind) {
    case "unknown_endpoint":
      return refusal(404, "Unknown endpoint.");
    case "bad_signature":
      return refusal(accepted.status, accepted.reason);
    case "invalid":
      return refusal(400, accepted.message);
    default:
      return Response.json({ ok: true, result: accepted.kind });
  }
}

function refusal(status: number, error: string): Response {
  return Response.json({ error }, { status });
}

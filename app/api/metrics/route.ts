import { readEngineFacts } from "@/inngest/engine-facts";
import { printMetrics } from "@/lib/insight/metrics/print-metrics";
import { env } from "@/lib/kernel/env";
import { hashToken, sameDigest } from "@/lib/kernel/secrets/token";

export const dynamic = "force-dynamic";

/** For Prometheus, with `METRICS_TOKEN` as its bearer token; without that variable the route does not exist. */
export async function GET(req: Request): Promise<Response> {
  const token = env().METRICS_TOKEN;
  if (!token) return new Response("Set METRICS_TOKEN to enable metrics.\n", { status: 404 });

  const given = /^Bearer\s+(\S+)$/i.exec(req.headers.get("authorization") ?? "")?.[1] ?? "";
  if (!sameDigest(hashToken(given), hashToken(token))) {
    return new Response("The bearer token is not METRICS_TOKEN.\n", {
      status: 401,
      headers: { "www-authenticate": "Bearer" },
    });
  }

  const { contentType, text } = await printMetrics(readEngineFacts);
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
}

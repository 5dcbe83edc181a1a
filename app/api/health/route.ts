import { checkHealth } from "@/lib/kernel/process-health/check-health";

export const dynamic = "force-dynamic";

/** Readiness: 200 while this process can store incoming data; 503 while it cannot, is starting or is about to end. */
export async function GET(): Promise<Response> {
  const { isReady, ...health } = await checkHealth();
  return Response.json(health, { status: isReady ? 200 : 503, headers: { "cache-control": "no-store" } });
}

import { checkHealth } from "@/lib/health";

export const dynamic = "force-dynamic";

/** 200 while the server can store what it is sent, 503 while it cannot. */
export async function GET(): Promise<Response> {
  const health = await checkHealth();
  return Response.json(health, { status: health.database === "up" ? 200 : 503 });
}

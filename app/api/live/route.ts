export const dynamic = "force-dynamic";

/** Liveness: 200 while the process answers at all; without the database, so that a restart never depends on it. */
export function GET(): Response {
  return new Response("ok");
}

export const dynamic = "force-dynamic";

/** Liveness: 200 while the process answers at all; without the database, so that a restart never depends on it. */
export function GET(): Response {
  return new Response("ok");
}

/** The same for a POST: the cost of Next itself per request, which the benchmark compares with the Currents route. */
export function POST(): Response {
  return new Response("ok");
}

import { currentWork, requestIdOf } from "@/lib/kernel/current-work";
import { env } from "@/lib/kernel/env";
import { observeRequest } from "@/lib/kernel/metrics/observe-request";
import type { RouteName } from "@/lib/kernel/metrics/registry";
import { traced } from "@/lib/kernel/tracing/traced";

/** Gives a route what every request has: an id (in its log lines and its answer), a measurement and a span. */
export function observed<Req extends Request, Rest extends unknown[]>(
  route: RouteName,
  handler: (req: Req, ...rest: Rest) => Promise<Response>,
): (req: Req, ...rest: Rest) => Promise<Response> {
  return (req, ...rest) => {
    const startedMs = performance.now();
    const requestId = requestIdOf(req);
    const note = (status: number) => observeRequest(route, status, (performance.now() - startedMs) / 1_000);

    return currentWork.run({ requestId }, async () => {
      try {
        const parent = traceparentOf(req);
        const place = { role: "server", attributes: { requestId }, ...(parent && { parent }) } as const;
        const answer = await traced(`${req.method} ${route}`, place, async (span) => {
          const response = await handler(req, ...rest);
          span?.setAttribute("status", response.status);
          return response;
        });
        answer.headers.set("x-request-id", requestId);
        note(answer.status);
        return answer;
      } catch (err) {
        note(500);
        throw err;
      }
    });
  };
}

/** From a proxy of ours only: a stranger should not name our traces. */
function traceparentOf(req: Request): string | null {
  return env().TRUSTED_PROXIES ? req.headers.get("traceparent") : null;
}

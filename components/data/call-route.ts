import { addressOf, urlOf } from "./address";
import { callJson } from "./call-api";
import { pageHydrated } from "./page-hydrated";
import type { AnswerOf, BodyOf, Method, ParamsOf, Part, PathOf, QueryOf, ReadPath } from "./route-types";

/**
 * Reads from the JSON API as the signed-in user, once the page has been taken over by React.
 * @param path the route's address, with the names of its ids, such as `/api/v1/customers/[customerId]`
 * @throws ApiError with the API's own message; `no_answer` when none came
 */
export async function readApi<P extends ReadPath>(
  path: P,
  request: { params: ParamsOf<P>; query?: QueryOf<P>; signal?: AbortSignal },
): Promise<AnswerOf<"GET", P>> {
  await pageHydrated();
  return callJson(urlOf(path, request.params, request.query), { signal: request.signal });
}

/**
 * Changes something through the JSON API as the signed-in user.
 * @param path as in `readApi`
 * @param request.idempotencyKey makes a repeated creation return what the first one created
 * @throws ApiError with the API's own message and fields; `no_answer` when none came
 */
export function changeApi<M extends ChangeMethod, P extends PathOf<M>>(
  method: M,
  path: P,
  ...[request]: RequestArgs<M, P>
): Promise<AnswerOf<M, P>> {
  const { params, body = {}, idempotencyKey } = (request ?? {}) as AnyRequest;
  return callJson(addressOf(path, params as ParamsOf<P>), {
    method,
    body: JSON.stringify(body),
    headers: {
      "content-type": "application/json",
      ...(idempotencyKey && { "idempotency-key": idempotencyKey }),
    },
  });
}

interface AnyRequest {
  params?: unknown;
  body?: unknown;
  idempotencyKey?: string;
}

type ChangeMethod = Exclude<Method, "GET">;

/** Parts that may be empty may be left out. */
type RequestOf<M extends Method, P extends PathOf<M>> = Part<"params", ParamsOf<P>> &
  Part<"body", BodyOf<M, P>> & { idempotencyKey?: string };

type RequestArgs<M extends Method, P extends PathOf<M>> =
  Record<never, never> extends RequestOf<M, P> ? [request?: RequestOf<M, P>] : [request: RequestOf<M, P>];

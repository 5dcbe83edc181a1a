import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import type { Span } from "@opentelemetry/api";

/** What the log lines and spans of one request or one step have in common. */
export interface Work {
  requestId?: string;
  span?: Span;
}

const shared = globalThis as typeof globalThis & { tributaryWork?: AsyncLocalStorage<Work> };

/** The current work, available from anywhere. Kept on globalThis because Next bundles a module more than once. */
export const currentWork: AsyncLocalStorage<Work> = shared.tributaryWork ?? new AsyncLocalStorage<Work>();
shared.tributaryWork = currentWork;

/** The id of the current request; a new one outside of any. */
export function currentRequestId(): string {
  return currentWork.getStore()?.requestId ?? randomUUID();
}

/** An id from outside is accepted only if it can do no harm in a log or a header. */
const SANE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{7,63}$/;

/** The id a request brought (`X-Request-Id`) if it is a sane one, otherwise a new one. */
export function requestIdOf(req: Request): string {
  const given = req.headers.get("x-request-id");
  return given && SANE_ID.test(given) ? given : randomUUID();
}

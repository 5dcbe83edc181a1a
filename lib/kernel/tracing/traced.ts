import type { Attributes, Span } from "@opentelemetry/api";
import { currentWork } from "@/lib/kernel/current-work";

/** What a span does, by OpenTelemetry's conventions (https://opentelemetry.io/docs/specs/otel/trace/api/#spankind). */
type SpanRole = "server" | "client" | "producer" | "consumer";

/** Where a span belongs. Other traces are named as the header `traceparent` does (https://www.w3.org/TR/trace-context/). */
export interface SpanPlace {
  role: SpanRole;
  attributes?: Attributes;
  /** The span of another process under which it is, unless it is under one of this process. */
  parent?: string;
  /** The span that caused it and may be long over. */
  cause?: string;
}

/** Starts a span under another one, or as a new trace. */
export type StartSpan = (name: string, place: SpanPlace, parent: Span | undefined) => Span;

const shared = globalThis as typeof globalThis & { tributaryStartSpan?: StartSpan };

/** OpenTelemetry's SpanStatusCode.ERROR; the package itself is loaded only when spans are exported. */
const STATUS_ERROR = 2;

/** From now on `traced` makes spans with this tracer; undefined stops that. */
export function setStartSpan(start: StartSpan | undefined): void {
  shared.tributaryStartSpan = start;
}

/**
 * Runs `work` in a span, if spans are exported. Attributes hold only our own ids, counts and statuses: no address, no
 * credential, nothing about a customer's users. An error is recorded by name only, since its message may quote stored
 * data.
 */
export async function traced<T>(
  name: string,
  place: SpanPlace,
  work: (span?: Span) => Promise<T>,
): Promise<T> {
  const start = shared.tributaryStartSpan;
  if (!start) return work();

  const current = currentWork.getStore();
  const span = start(name, place, current?.span);
  try {
    return await currentWork.run({ ...current, span }, () => work(span));
  } catch (err) {
    span.setStatus({ code: STATUS_ERROR, message: err instanceof Error ? err.name : "not an error" });
    throw err;
  } finally {
    span.end();
  }
}

/** The current span as another process or a later one names it; undefined when no spans are exported. */
export function currentTraceparent(): string | undefined {
  const span = currentWork.getStore()?.span;
  if (!span) return undefined;

  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-0${traceFlags & 1}`;
}

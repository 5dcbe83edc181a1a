import type { Attributes, Span } from "@opentelemetry/api";
import { currentWork } from "@/lib/kernel/current-work";

/** Starts a span under another one, or as a new trace. */
export type StartSpan = (name: string, attributes: Attributes, parent: Span | undefined) => Span;

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
  attributes: Attributes,
  work: (span?: Span) => Promise<T>,
): Promise<T> {
  const start = shared.tributaryStartSpan;
  if (!start) return work();

  const current = currentWork.getStore();
  const span = start(name, attributes, current?.span);
  try {
    return await currentWork.run({ ...current, span }, () => work(span));
  } catch (err) {
    span.setStatus({ code: STATUS_ERROR, message: err instanceof Error ? err.name : "not an error" });
    throw err;
  } finally {
    span.end();
  }
}

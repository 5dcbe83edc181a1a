import type { SpanContext } from "@opentelemetry/api";
import { APP_VERSION } from "@/lib/kernel/app-version";
import { STOP_LIMITS } from "@/lib/kernel/stop-limits";
import { setStartSpan } from "./traced";

/** A receiver that does not answer must not delay the end of the process. */
const FLUSH_MS = STOP_LIMITS.spans * 1_000;

/**
 * Version 00 of the header `traceparent` (https://www.w3.org/TR/trace-context/#traceparent-header). Of its flags only
 * "sampled" counts here; level 2 of that text added "random", and others may follow.
 */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
const SAMPLED = 1;

/**
 * Sends spans over OTLP/HTTP when `OTEL_EXPORTER_OTLP_ENDPOINT` is set; without it no part of OpenTelemetry is
 * loaded. The packages read the other `OTEL_*` variables (headers, time-outs, sampler) themselves.
 *
 * The tracer is private, not the process's: Next would add its own spans to that one, with whole addresses, and ours
 * contain tokens. Source: https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 *
 * @returns call it to send what is left and stop
 */
export async function startTracing(variables: NodeJS.ProcessEnv = process.env): Promise<() => Promise<void>> {
  if (!variables.OTEL_EXPORTER_OTLP_ENDPOINT) return async () => {};

  const [
    { ROOT_CONTEXT, SpanKind, trace },
    { BasicTracerProvider, BatchSpanProcessor },
    exporter,
    resources,
  ] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace-base"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const provider = new BasicTracerProvider({
    resource: resources.resourceFromAttributes({
      "service.name": variables.OTEL_SERVICE_NAME || "tributary",
      "service.version": APP_VERSION,
    }),
    spanProcessors: [new BatchSpanProcessor(new exporter.OTLPTraceExporter())],
  });
  const tracer = provider.getTracer("tributary");

  const kinds = {
    server: SpanKind.SERVER,
    client: SpanKind.CLIENT,
    producer: SpanKind.PRODUCER,
    consumer: SpanKind.CONSUMER,
  };
  setStartSpan((name, { role, attributes, parent, cause }, under) => {
    const caused = cause === undefined ? null : readTraceparent(cause);
    const above = under?.spanContext() ?? (parent === undefined ? null : readTraceparent(parent));
    const context = above ? trace.setSpanContext(ROOT_CONTEXT, above) : ROOT_CONTEXT;
    const links = caused ? [{ context: caused }] : [];
    return tracer.startSpan(name, { kind: kinds[role], attributes, links }, context);
  });
  return async () => {
    setStartSpan(undefined);
    const late = new Promise<void>((resolve) => setTimeout(resolve, FLUSH_MS).unref());
    await Promise.race([provider.shutdown().catch(() => {}), late]);
  };
}

function readTraceparent(text: string): SpanContext | null {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(text) ?? [];
  if (!traceId || !spanId || !flags) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & SAMPLED, isRemote: true };
}

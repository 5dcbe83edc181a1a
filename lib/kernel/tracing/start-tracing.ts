import { APP_VERSION } from "@/lib/kernel/app-version";
import { setStartSpan } from "./traced";

/** A receiver that does not answer must not delay the end of the process. */
const FLUSH_MS = 3_000;

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

  const [{ ROOT_CONTEXT, trace }, { BasicTracerProvider, BatchSpanProcessor }, exporter, resources] =
    await Promise.all([
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

  setStartSpan((name, attributes, parent) =>
    tracer.startSpan(name, { attributes }, parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT),
  );
  return async () => {
    setStartSpan(undefined);
    const late = new Promise<void>((resolve) => setTimeout(resolve, FLUSH_MS).unref());
    await Promise.race([provider.shutdown().catch(() => {}), late]);
  };
}

import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { POST } from "@/app/api/currents/[token]/route";
import { observed } from "@/app/api/observed";
import { inngest } from "@/inngest/client";
import { EVENTS } from "@/inngest/events";
import { sendEvent } from "@/inngest/send";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import { createBrazeCohortClient } from "@/lib/vendors/braze/cohort-client";
import { type Sandbox, startSandbox } from "@/sandbox/start";
import { startAnsweringServer } from "@/tools/testing/answering-server";
import { makeSource } from "@/tools/testing/make-source";
import { startTracing } from "./start-tracing";
import { tracedSlice } from "./traced-slice";

vi.hoisted(() => {
  process.env.TRUSTED_PROXIES = "1";
});

interface WireSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** OpenTelemetry's numbers on the wire: 2 server, 3 client, 4 producer, 5 consumer. */
  kind: number;
  links?: { traceId: string; spanId: string }[];
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code?: number; message?: string };
}

let receiver: Awaited<ReturnType<typeof startAnsweringServer>>;
let sandbox: Sandbox;
beforeAll(async () => {
  receiver = await startAnsweringServer((res) => res.end("{}"));
  sandbox = await startSandbox();
  process.env.SANDBOX_URL = sandbox.url;
});
afterAll(() => Promise.all([receiver.stop(), sandbox.close()]));

const startSending = () => {
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = receiver.url; // the exporter reads the variable from there
  return startTracing();
};

function receivedSpans(): WireSpan[] {
  const bodies = receiver.received.map((request) => JSON.parse(request.body));
  return bodies.flatMap((body) =>
    body.resourceSpans.flatMap((resource: { scopeSpans: { spans: WireSpan[] }[] }) =>
      resource.scopeSpans.flatMap((scope) => scope.spans),
    ),
  );
}

function attributesOf(span: WireSpan | undefined): Record<string, unknown> {
  return Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));
}

test("without the variable no spans are made and work is unaffected", async () => {
  const stop = await startTracing({ NODE_ENV: "test" });
  expect(await tracedSlice("forward slice", async () => ({ recorded: 1 }))).toEqual({ recorded: 1 });
  await stop();

  expect(receiver.received).toEqual([]);
});

test("accepting, forwarding and the calls to Heap and Braze arrive as spans that hold no secret", async () => {
  const stop = await startSending();
  const source = await makeSource({ heapAppId: "70707", bearerToken: "bearer-of-the-customer" });
  const event = {
    id: "an-event-of-braze",
    event_type: "users.messages.email.Open",
    time: 1_790_000_000,
    user: { external_user_id: "a-person" },
  };
  const req = new Request(`http://127.0.0.1:3000/api/currents/${source.token}?t=${source.token}`, {
    method: "POST",
    headers: { authorization: "Bearer bearer-of-the-customer", "x-request-id": "the-request-of-braze" },
    body: JSON.stringify({ events: [event] }),
  });

  expect((await POST(req, { params: Promise.resolve({ token: source.token }) })).status).toBe(200);
  await tracedSlice("forward slice", () => forwardSlice("sandbox:70707"));
  const braze = createBrazeCohortClient({
    baseUrl: `${sandbox.url}/braze/none`,
    partnerName: "heap",
    partnerApiKey: "partner-key-of-ours",
    dataImportKey: "import-key-of-the-customer",
  });
  await braze.testKey().catch(() => {});
  await stop();

  const spans = receivedSpans();
  const named = (name: string) => spans.find((span) => span.name === name);
  expect(attributesOf(named("POST currents"))).toEqual({ requestId: "the-request-of-braze", status: 200 });
  const slice = named("forward slice");
  expect(attributesOf(slice)).toMatchObject({ recorded: 1, done: true });
  const call = named("heap track");
  expect(attributesOf(call)).toEqual({ status: 200, result: "accepted" });
  expect([named("POST currents")?.kind, slice?.kind, call?.kind]).toEqual([2, 5, 3]);
  expect([call?.traceId, call?.parentSpanId]).toEqual([slice?.traceId, slice?.spanId]);
  expect(named("braze cohorts_users")?.status.code).toBe(2);

  const sent = receiver.received
    .map(({ path, headers, body }) => JSON.stringify({ path, headers, body }))
    .join();
  for (const secret of [
    source.token,
    "bearer-of-the-customer",
    "partner-key-of-ours",
    "import-key-of-the-customer",
  ])
    expect(sent).not.toContain(secret);
  for (const personal of ["a-person", "70707"]) expect(sent).not.toContain(personal);
});

test("a slice is linked to the span whose event asked for it, and that one is under the request's", async () => {
  const stop = await startSending();
  const events: { data: { traceparent?: string } }[] = [];
  const send = vi.spyOn(inngest, "send").mockImplementation(async (event) => {
    events.push(event as { data: { traceparent?: string } });
    return { ids: [] };
  });
  const route = observed("heap", async () => {
    await sendEvent({ name: EVENTS.pageAccepted, data: { customerId: "a-customer" } });
    return new Response();
  });
  const before = receivedSpans().length;
  const theirs = { traceId: "1".repeat(32), spanId: "2".repeat(16) };
  const headers = { traceparent: `00-${theirs.traceId}-${theirs.spanId}-01` };
  await route(new Request("http://127.0.0.1:3000/api/heap/x", { method: "POST", headers }));
  await tracedSlice("sync slice", async () => ({ done: true }), events[0]?.data.traceparent);
  await tracedSlice("sync slice", async () => ({ done: true }), "no traceparent");
  send.mockRestore();
  await stop();

  const [producer, server, linked, unlinked] = receivedSpans().slice(before);
  expect([server?.name, server?.kind]).toEqual(["POST heap", 2]);
  expect([server?.traceId, server?.parentSpanId]).toEqual([theirs.traceId, theirs.spanId]);
  expect([producer?.name, producer?.kind]).toEqual(["send heap/page.accepted", 4]);
  expect([producer?.traceId, producer?.parentSpanId]).toEqual([server?.traceId, server?.spanId]);
  expect(linked?.kind).toBe(5);
  expect(linked?.links).toMatchObject([{ traceId: producer?.traceId, spanId: producer?.spanId }]);
  expect(linked?.traceId).not.toBe(producer?.traceId);
  expect(unlinked?.links ?? []).toEqual([]);
});

test.each(["00", "01", "02", "03", "ff"])(
  "a request is under the proxy's span, with its flags %s; what it does not sample is not sent",
  async (flags) => {
    const stop = await startSending();
    const before = receivedSpans().length;
    const theirs = { traceId: "3".repeat(32), spanId: "4".repeat(16) };
    const headers = { traceparent: `00-${theirs.traceId}-${theirs.spanId}-${flags}` };
    await observed(
      "heap",
      async () => new Response(),
    )(new Request("http://127.0.0.1:3000/api/heap/x", { method: "POST", headers }));
    await stop();

    const isSampled = Number.parseInt(flags, 16) % 2 === 1;
    expect(receivedSpans().slice(before)).toMatchObject(
      isSampled ? [{ traceId: theirs.traceId, parentSpanId: theirs.spanId }] : [],
    );
  },
);

test("a missing receiver stops neither the work nor the end of the process", async () => {
  const gone = await startAnsweringServer((res) => res.end());
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = gone.url;
  const stop = await startTracing();
  await gone.stop();

  expect(await tracedSlice("sync slice", async () => ({ done: true }))).toEqual({ done: true });
  await stop();
});

import { Writable } from "node:stream";
import { INVALID_SPAN_CONTEXT, trace } from "@opentelemetry/api";
import pino from "pino";
import { expect, test } from "vitest";
import { GET } from "@/app/api/v1/me/route";
import { currentWork } from "@/lib/kernel/current-work";
import { logOptions } from "@/lib/kernel/log";
import { metrics } from "@/lib/kernel/metrics/registry";
import { type SpanPlace, setStartSpan } from "@/lib/kernel/tracing/traced";
import { observed } from "./observed";

const request = (id?: string) =>
  new Request("http://127.0.0.1:3000/api/x", { headers: id === undefined ? {} : { "x-request-id": id } });

const idOfAnswer = async (id?: string) => {
  const res = await observed("api", async () => new Response("ok"))(request(id));
  return res.headers.get("x-request-id");
};

test("a sane id from the caller is used; any other is replaced by our own", async () => {
  expect(await idOfAnswer("req-1234.abc:9")).toBe("req-1234.abc:9");

  for (const bad of [
    undefined,
    "",
    "short",
    "with space and more",
    "x".repeat(65),
    '"quote"-quote',
    "-option-like",
  ])
    expect(await idOfAnswer(bad)).toMatch(/^[0-9a-f-]{36}$/);
});

test("errors of the API carry the id of their request", async () => {
  const res = await GET(request("caller-knows-me"), { params: Promise.resolve({}) });

  expect(res.status).toBe(401);
  expect(res.headers.get("x-request-id")).toBe("caller-knows-me");
});

test("each log line names its request, even after waiting, and none contains secrets", async () => {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  const log = pino({ ...logOptions, level: "info" }, sink);
  const route = observed("api", async () => {
    await new Promise((resolve) => setImmediate(resolve));
    log.info({ token: "tell-nobody" }, "within");
    return new Response("ok");
  });

  await Promise.all([route(request("request-one")), route(request("request-two"))]);
  log.info("outside");

  expect(lines.map((line) => line.requestId).sort()).toEqual(["request-one", "request-two", undefined]);
  expect(JSON.stringify(lines)).not.toContain("tell-nobody");
  expect(currentWork.getStore()).toBeUndefined();
});

test("without a proxy that the operator trusts, nobody outside names a trace of ours", async () => {
  const places: SpanPlace[] = [];
  setStartSpan((_name, place) => {
    places.push(place);
    return trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  });
  const headers = { traceparent: `00-${"1".repeat(32)}-${"2".repeat(16)}-01` };
  await observed("heap", async () => new Response())(new Request("http://127.0.0.1:3000/x", { headers }));
  setStartSpan(undefined);

  expect(places).toHaveLength(1);
  expect(places[0]).not.toHaveProperty("parent");
});

test("every request is measured by route and status, even one that throws", async () => {
  metrics.requestSeconds.reset();
  await observed("heap", async () => new Response("", { status: 403 }))(request());
  await expect(observed("heap", () => Promise.reject(new Error("broken")))(request())).rejects.toThrow(
    "broken",
  );

  const { values } = await metrics.requestSeconds.get();
  const counts = values
    .filter((value) => value.metricName === "tributary_request_seconds_count")
    .map(({ labels, value }) => [labels.route, labels.status, value]);
  expect(counts).toEqual(
    expect.arrayContaining([
      ["heap", "403", 1],
      ["heap", "500", 1],
    ]),
  );
});

import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { VendorError } from "@/lib/kernel/errors";
import { callVendor, type VendorCall } from "@/lib/vendors/vendor-call";
import { startAnsweringServer } from "@/tools/testing/answering-server";

const SECRET = '4f2d/key+with=odd"parts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function serve(answer: (res: ServerResponse) => void) {
  const server = await startAnsweringServer(answer);
  stops.push(server.stop);
  return server;
}

function call(url: string, more: Partial<VendorCall> = {}) {
  return callVendor({
    vendor: "braze",
    name: "cohorts",
    url,
    body: { key: SECRET },
    secrets: [SECRET],
    ...more,
  });
}

async function errorOf(promise: Promise<unknown>): Promise<VendorError> {
  const err = await promise.catch((caught: unknown) => caught);
  if (!(err instanceof VendorError)) throw new Error("expected a VendorError", { cause: err });
  return err;
}

describe("the status decides the result of a call", () => {
  it.each([200, 201, 202, 204])("%i is accepted", async (status) => {
    const { url } = await serve((res) => res.writeHead(status).end());

    expect(await call(url)).toMatchObject({ status, isComplete: true, words: "" });
  });

  it.each([
    [400, "refused", false],
    [401, "unauthorized", false],
    [403, "unauthorized", false],
    [404, "not_found", false],
    [408, "unavailable", true],
    [413, "refused", false],
    [418, "unexpected", false],
    [423, "locked", true],
    [429, "throttled", true],
    [500, "unavailable", true],
    [503, "unavailable", true],
  ])("%i is %s", async (status, kind, retriable) => {
    const { url } = await serve((res) => res.writeHead(status).end('{"message":"no luck"}'));

    const err = await errorOf(call(url));

    expect(err).toMatchObject({ vendor: "braze", kind, status, words: "no luck", retriable });
  });

  it("does not follow a redirect, which would send the credentials elsewhere", async () => {
    const other = await serve((res) => res.end());
    const { url } = await serve((res) => res.writeHead(307, { location: other.url }).end());

    expect(await errorOf(call(url))).toMatchObject({ kind: "unexpected", status: 307 });
    expect(other.received).toHaveLength(0);
  });
});

describe("a call without a status is no_answer", () => {
  it("when nothing listens", async () => {
    const { url, stop } = await startAnsweringServer((res) => res.end());
    await stop();

    expect(await errorOf(call(url))).toMatchObject({ kind: "no_answer", status: null, retriable: true });
  });

  it("when the connection drops before the status", async () => {
    const { url } = await serve((res) => res.socket?.destroy());

    expect(await errorOf(call(url))).toMatchObject({ kind: "no_answer", status: null });
  });

  it("when the status does not come in time", async () => {
    const { url } = await serve(() => undefined);

    const err = await errorOf(call(url, { timeoutSeconds: 0.1 }));

    expect(err).toMatchObject({ kind: "no_answer", words: "No response within 0.1 s" });
  });
});

describe("once the status has arrived, the body cannot change its meaning", () => {
  it("accepts a 2xx whose body breaks off", async () => {
    const { url } = await serve((res) => {
      res.writeHead(201, { "content-length": "100" });
      res.write('{"mess', () => res.socket?.destroy());
    });

    expect(await call(url)).toMatchObject({ status: 201, isComplete: false });
  });

  it("accepts a 2xx whose body never ends", async () => {
    const { url } = await serve((res) => {
      res.writeHead(200);
      res.write("{");
    });

    expect(await call(url, { timeoutSeconds: 0.5 })).toMatchObject({ status: 200, isComplete: false });
  });

  it("accepts a 2xx with a body that is not JSON", async () => {
    const { url } = await serve((res) => res.end("<html>OK</html>"));

    expect(await call(url)).toMatchObject({ status: 200, words: "<html>OK</html>" });
  });

  it("keeps only the beginning of an endless body", async () => {
    const { url } = await serve((res) => res.end("x".repeat(5_000_000)));

    const answer = await call(url);

    expect(answer.isComplete).toBe(false);
    expect(answer.body).toHaveLength(64 * 1024);
    expect(answer.words).toHaveLength(500);
  });

  it("keeps the kind of a refusal whose body breaks off", async () => {
    const { url } = await serve((res) => {
      res.writeHead(503, { "content-length": "100", "retry-after": "7" });
      res.write("sorry", () => res.socket?.destroy());
    });

    expect(await errorOf(call(url))).toMatchObject({ kind: "unavailable", retryAfterSeconds: 7 });
  });
});

describe("a secret never reaches an error's message", () => {
  it.each([
    ["as it is", (secret: string) => `Partner not enabled for client ${secret}`],
    ["inside JSON", (secret: string) => JSON.stringify({ message: `bad ${secret}` })],
    ["inside JSON that is not a message", (secret: string) => JSON.stringify({ detail: secret })],
    ["with escaped slashes", (secret: string) => JSON.stringify({ x: secret }).replaceAll("/", "\\/")],
    ["in a URL", (secret: string) => `/login?key=${encodeURIComponent(secret)}`],
    ["divided by what shows nothing", (secret: string) => `client ${[...secret].join("\u200b")}`],
    ["broken off", (secret: string) => `client ${secret.slice(0, -3)}`],
  ])("%s", async (_name, write) => {
    const { url } = await serve((res) => res.writeHead(401).end(write(SECRET)));

    const err = await errorOf(call(url));

    expect(`${err.message} ${err.words}`).not.toContain("4f2d");
    expect(err.words).toContain("[removed]");
  });

  it("not even when the call could not be written", async () => {
    const err = await errorOf(call(`http://${SECRET}.invalid:99999`));

    expect(err.message).not.toContain("4f2d");
  });
});

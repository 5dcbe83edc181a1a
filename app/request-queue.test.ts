import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { ADDRESS_HEADER } from "@/app/api/auth/client-address";
import { kindOfRequest, openRequestQueue } from "./request-queue";

const ENDLESS = { maxWaitSeconds: 1_000, maxHeldSeconds: 1_000 };

let end = () => {};
afterEach(() => end());

/** A server that answers when the test says so. */
async function serve(patience = ENDLESS) {
  const begun: { url: string; response: ServerResponse }[] = [];
  const beginInTurn = openRequestQueue(patience);
  const arrived: string[] = [];
  const server = createServer((req, response) => {
    const url = req.url ?? "";
    arrived.push(url);
    void beginInTurn(req, response, () => void begun.push({ url, response }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const sockets: Socket[] = [];
  end = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    server.closeAllConnections();
  };
  return {
    begun,
    arrived,
    countOf: (path: string) => begun.filter(({ url }) => url === path).length,
    get(path: string, address = "10.0.0.1") {
      const socket = connect({ host: "127.0.0.1", port }).on("error", () => {});
      sockets.push(socket);
      let answer = "";
      socket.on("data", (chunk: Buffer) => {
        answer += chunk.toString();
      });
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n${ADDRESS_HEADER}: ${address}\r\n\r\n`);
      return { socket, answer: () => answer };
    },
  };
}

function times<Made>(count: number, make: () => Made): Made[] {
  return Array.from({ length: count }, make);
}

test("one network has six pages begun at a time; another network, senders and health do not wait for them", async () => {
  const { get, begun, countOf, arrived } = await serve();
  times(30, () => get("/sign-in"));
  await expect.poll(() => arrived).toHaveLength(30);
  get("/of-another", "10.0.0.2");
  get("/api/currents/x");
  get("/api/live");
  await expect.poll(() => begun).toHaveLength(9);
  expect(countOf("/sign-in")).toBe(6);

  begun.shift()?.response.end();
  await expect.poll(() => begun).toHaveLength(9);
});

test("all networks together have eight pages begun at a time", async () => {
  const { get, begun, arrived } = await serve();
  for (const network of [1, 2, 3]) times(6, () => get("/sign-in", `10.0.0.${network}`));
  await expect.poll(() => arrived).toHaveLength(18);
  expect(begun).toHaveLength(8);
});

test("a request whose connection has ended before its turn is not begun", async () => {
  const { get, begun, countOf, arrived } = await serve();
  times(6, () => get("/sign-in"));
  await expect.poll(() => begun).toHaveLength(6);
  const gone = get("/gone");
  get("/waits");
  await expect.poll(() => arrived).toHaveLength(8);
  gone.socket.resetAndDestroy();
  // Asked afterwards, so the server has seen the end by then.
  await new Promise((resolve) => gone.socket.once("close", resolve));
  get("/api/live");
  await expect.poll(() => countOf("/api/live")).toBe(1);
  for (const { response } of begun.splice(0)) response.end();

  await expect.poll(() => countOf("/waits")).toBe(1);
  expect(countOf("/gone")).toBe(0);
});

test("when too many wait, the next is told in words when to come back", async () => {
  const { get, arrived } = await serve();
  times(206, () => get("/sign-in"));
  await expect.poll(() => arrived).toHaveLength(206);
  const refused = get("/one-too-many");
  await expect
    .poll(() => refused.answer())
    .toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 10[\s\S]*Try again/i);
});

test("nobody waits longer than a while to be begun", async () => {
  const { get, begun, countOf } = await serve({ ...ENDLESS, maxWaitSeconds: 0.2 });
  times(6, () => get("/sign-in"));
  await expect.poll(() => begun).toHaveLength(6);
  const late = get("/late");
  await expect.poll(() => late.answer()).toMatch(/^HTTP\/1\.1 503 /);
  for (const { response } of begun.splice(0)) response.end();
  get("/next");
  await expect.poll(() => countOf("/next")).toBe(1);
  expect(countOf("/late")).toBe(0);
});

test("what keeps its place for long makes room: a body that drips in, an answer that nobody reads", async () => {
  const { get, countOf } = await serve({ ...ENDLESS, maxHeldSeconds: 0.2 });
  times(7, () => get("/sign-in"));
  await expect.poll(() => countOf("/sign-in")).toBe(7);
});

test("what senders, the API and people are told has the form that each of them reads", async () => {
  const { get } = await serve({ maxWaitSeconds: 0, maxHeldSeconds: 1_000 });
  times(400, () => get("/api/currents/x"));
  times(60, () => get("/api/v1/customers"));
  const [sender, api] = [get("/api/currents/x"), get("/api/v1/customers")];
  await expect.poll(() => sender.answer()).toMatch(/\{"error":"The server is busy/);
  await expect
    .poll(() => api.answer())
    .toMatch(/\{"error":\{"code":"unavailable","message":"The server is busy/);
});

test("pages are told from what is asked of the API, by senders and by those who watch", () => {
  const kinds = {
    health: ["/api/live", "/api/health", "http://x/api/live"],
    sender: ["/api/currents/x", "/api/heap/x", "/api/inngest?fnId=x"],
    page: ["/", "/sign-in", "/customers/x", "/api", "/apis/live", "http://x/"],
    other: ["/api/v1/customers", "/api/livelier", "/_next/static/x.js", "/api/status/x"],
  };
  for (const [kind, urls] of Object.entries(kinds))
    for (const url of urls) expect([url, kindOfRequest(url)]).toEqual([url, kind]);
});

test("requests that are answered at once leave turns to everything else", async () => {
  const beginInTurn = openRequestQueue(ENDLESS);
  let answered = 0;
  let answeredAtFirstTurn = 0;
  const server = createServer((req, response) => {
    void beginInTurn(req, response, () => {
      const until = performance.now() + 2;
      while (performance.now() < until);
      response.end();
      answered++;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  end = () => {
    server.close();
    server.closeAllConnections();
  };
  server.once("request", () => {
    setImmediate(() =>
      setImmediate(() =>
        setImmediate(() => {
          answeredAtFirstTurn = answered;
        }),
      ),
    );
  });
  const text = `GET /api/live HTTP/1.1\r\nHost: x\r\n${ADDRESS_HEADER}: a\r\n\r\n`;
  const socket = connect({ host: "127.0.0.1", port });
  socket.write(text.repeat(200));
  await expect.poll(() => answered).toBe(200);
  expect(answeredAtFirstTurn).toBeLessThan(100);
  socket.destroy();
});

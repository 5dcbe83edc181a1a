import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ADDRESS_HEADER } from "@/app/api/auth/client-address";
import { enterPhase } from "@/lib/kernel/process-phase";
import { countTrustedProxies, guardRequests, isRouterState, readablePath } from "./guard-requests";

const begun: string[] = [];
const server = createServer((req, res) => {
  begun.push(req.url ?? "");
  if (req.url === "/never-answered") return;
  res.end(JSON.stringify({ method: req.method, url: req.url, address: req.headers[ADDRESS_HEADER] }));
});
let url: string;

beforeAll(async () => {
  guardRequests();
  enterPhase("running");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test("every server of the process records the address it saw, whatever the client claims", async () => {
  const claims = { "x-forwarded-for": "6.6.6.6", [ADDRESS_HEADER]: "7.7.7.7" };
  const answer = await fetch(url, { headers: claims });
  expect(await answer.json()).toMatchObject({ address: "127.0.0.1" });
});

test("a request may not take forever to arrive", async () => {
  await fetch(url);
  expect(server.requestTimeout).toBe(120_000);
});

test("an answered connection is kept longer than common proxies keep theirs, 10 minutes with Google's, and each answer says so", async () => {
  const unasked = createServer((_req, res) => void res.end());
  await new Promise<void>((resolve) => unasked.listen(0, "127.0.0.1", resolve));
  const { port } = unasked.address() as AddressInfo;
  const named = async () => (await fetch(`http://127.0.0.1:${port}`)).headers.get("keep-alive");
  const answers = [await named(), await named()];
  unasked.close();
  expect(unasked.keepAliveTimeout).toBeGreaterThan(600_000);
  expect(answers).toEqual(Array(2).fill(`timeout=${unasked.keepAliveTimeout / 1_000}`));
});

test("of requests sent before the first is answered none is begun or even read, and their connection ends", async () => {
  let read = 0;
  const count = () => read++;
  subscribe("http.server.request.start", count);
  const text = "GET /never-answered HTTP/1.1\r\nHost: x\r\n\r\n".repeat(500);
  const ends = Array.from({ length: 20 }, () => {
    const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port) });
    socket.on("error", () => {}).write(text);
    return new Promise((resolve) => socket.once("close", resolve));
  });
  await Promise.all(ends);
  unsubscribe("http.server.request.start", count);
  expect(read).toBeLessThanOrEqual(40);
  expect(begun.filter((path) => path === "/never-answered").length).toBeLessThanOrEqual(20);
});

test("a connection on which each request waits for its answer is kept", async () => {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port) });
  let answers = 0;
  for (const path of ["/1", "/2", "/3"]) {
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}`);
    await new Promise((resolve) => socket.once("data", resolve));
    answers++;
  }
  expect(answers).toBe(3);
  expect(socket.destroyed).toBe(false);
  socket.destroy();
});

test("a process that waits for migrations is asked nothing but whether it lives and how it is", async () => {
  enterPhase("starting");
  const asked = async (path: string, method: string) =>
    (await (await fetch(`${url}${path}`, { method })).json()) as { url: string; method: string };
  for (const path of ["/", "/api/currents/x", "/api/v1/customers", "/api/health"])
    expect(await asked(path, "POST")).toMatchObject({ url: "/api/health", method: "GET" });
  expect(await asked("/api/live", "GET")).toMatchObject({ url: "/api/live" });
  enterPhase("running");
  expect(await asked("/api/currents/x", "POST")).toMatchObject({ url: "/api/currents/x", method: "POST" });
});

test("a path that cannot be decoded is taken literally, what is not a path becomes one; every other address is unchanged", async () => {
  expect(await (await fetch(`${url}/api/%zz?q=%zz`)).json()).toMatchObject({ url: "/api/%25zz?q=%zz" });
  expect(readablePath("/a/%ff")).toBe("/a/%25ff");
  expect(readablePath("/a/%")).toBe("/a/%25");
  expect(readablePath("*")).toBe("/*");
  expect(readablePath("a?b")).toBe("/a?b");
  for (const fine of ["/", "http://x.example/a", "/a%20b?x=%", "/%E2%82%AC", "/a?b=%zz"])
    expect(readablePath(fine)).toBe(fine);
});

test("a method that Next cannot turn into a request is replaced by one that it can", async () => {
  const seen = await new Promise<string>((resolve) => {
    request(url, { method: "TRACE" }, (res) => {
      res.setEncoding("utf8").on("data", resolve);
    }).end();
  });
  expect(JSON.parse(seen)).toMatchObject({ method: "OPTIONS" });
});

test("a router state that Next would fail on is removed; Next's own is left", () => {
  const own = ["", { children: ["customers", { children: ["__PAGE__", {}] }] }, null, "refetch"];
  const dynamic = ["", { children: [["id", "1", "d", null], {}, ["/x", "?y"], null, 1] }];
  for (const state of [own, dynamic])
    expect(isRouterState(encodeURIComponent(JSON.stringify(state)))).toBe(true);
  const broken = [
    "%zz",
    "[[[[",
    "{}",
    "null",
    '["",{"a":["x"]}]',
    "[{},{}]",
    `["",{}${"]".repeat(9)}`,
    "x".repeat(50_000),
  ];
  for (const state of broken) expect(isRouterState(state)).toBe(false);
  expect(isRouterState(`${'["",{"a":'.repeat(4_000)}1`)).toBe(false);
});

test("one proxy is trusted if people use https, otherwise none, unless the operator says how many", () => {
  expect(countTrustedProxies({ PUBLIC_URL: "https://x.example", TRUSTED_PROXIES: undefined })).toBe(1);
  expect(countTrustedProxies({ PUBLIC_URL: "http://localhost:3000", TRUSTED_PROXIES: undefined })).toBe(0);
  expect(countTrustedProxies({ PUBLIC_URL: "https://x.example", TRUSTED_PROXIES: 0 })).toBe(0);
});

import { Agent, request } from "node:http";
import os from "node:os";
import { freePort } from "../scripts/free-port";
import { startServer, stopServers, WITHOUT_ENGINE } from "../scripts/server";
import { expect, portalUrl, test } from "./portal";

test.afterAll(stopServers);

test("without HOST the server listens on this machine alone", async () => {
  const outside = Object.values(os.networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  test.skip(outside.length === 0, "This machine has no address but its own.");

  expect((await fetch(`${portalUrl}/api/live`)).status).toBe(200);
  for (const { address } of outside) {
    const url = new URL("/api/live", portalUrl);
    url.hostname = address;
    await expect(fetch(url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  }
});

/** Asks over a connection that may stay open. Returns for how many seconds the server says it keeps it. */
function keptSeconds(url: string, path: string): Promise<number> {
  const agent = new Agent({ keepAlive: true });
  return new Promise((resolve, reject) => {
    const req = request(url + path, { agent }, (res) => {
      res.resume().once("end", () => {
        agent.destroy();
        resolve(Number(/timeout=(\d+)/.exec(String(res.headers["keep-alive"]))?.[1]));
      });
    });
    req.once("error", reject).end();
  });
}

test("answered connections are kept longer than proxies keep theirs, as long as KEEP_ALIVE_SECONDS says: otherwise some requests end in 502", async () => {
  // Google's load balancer keeps them longest, 600 seconds; see docs/operations.md#the-proxy.
  for (const path of ["/api/live", "/api/health", "/sign-in", "/api/v1/me"])
    expect(await keptSeconds(portalUrl, path), path).toBeGreaterThan(600);

  const { url } = await startServer(
    { ...WITHOUT_ENGINE, KEEP_ALIVE_SECONDS: "77", LOG_LEVEL: "error" },
    await freePort(),
    () => {},
  );
  expect(await keptSeconds(url, "/api/live")).toBe(77);
});

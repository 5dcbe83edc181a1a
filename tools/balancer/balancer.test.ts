import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { freePort } from "../../scripts/free-port";
import { type Balancer, startBalancer } from "./balancer";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  vi.unstubAllEnvs();
});

/** A process of the app: answers with its name. */
async function startApp(name: string, port = 0): Promise<{ port: number; stop(): void }> {
  const server = createServer((_, res) => res.end(name));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  closing.push(stop);
  return { port: (server.address() as AddressInfo).port, stop };
}

async function start(variables: Record<string, string> = {}): Promise<Balancer> {
  for (const [name, value] of Object.entries({
    INNGEST_EVENT_KEY: "00",
    INNGEST_SIGNING_KEY: "00",
    ...variables,
  }))
    vi.stubEnv(name, value);
  const balancer = await startBalancer();
  if (!balancer) throw new Error("no balancer");
  closing.push(balancer.close);
  return balancer;
}

/** Which apps answer so many connections, or with which status nobody does. */
async function ask({ variables }: Balancer, times: number): Promise<(string | number)[]> {
  const names = [];
  for (let n = 0; n < times; n++) {
    const answer = await fetch(variables.INNGEST_SERVE_ORIGIN, { headers: { connection: "close" } });
    names.push(answer.ok ? await answer.text() : answer.status);
  }
  return names;
}

test("calls reach each process in turn; one that is gone is left out until it is back", async () => {
  const balancer = await start();
  expect(await ask(balancer, 1)).toEqual([503]);

  const [a, b] = [await startApp("a"), await startApp("b")];
  balancer.add(a.port);
  balancer.add(b.port);
  expect(new Set(await ask(balancer, 4))).toEqual(new Set(["a", "b"]));

  a.stop();
  expect(await ask(balancer, 4)).toEqual(["b", "b", "b", "b"]);
  await startApp("a", a.port);
  expect(new Set(await ask(balancer, 4))).toEqual(new Set(["a", "b"]));
});

test("an Inngest that reaches this machine by another name calls the port of that name", async () => {
  const port = await freePort();
  const balancer = await start({ INNGEST_SERVE_ORIGIN: `http://localhost:${port}` });
  expect(balancer.variables.INNGEST_SERVE_ORIGIN).toBe(`http://localhost:${port}`);
  balancer.add((await startApp("a")).port);
  const answer = await fetch(`http://127.0.0.1:${port}`);
  expect(await answer.text()).toBe("a");
});

test("the embedded engine calls nobody", async () => {
  vi.stubEnv("INNGEST_EVENT_KEY", "");
  expect(await startBalancer()).toBeNull();
});

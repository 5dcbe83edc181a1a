import { afterAll, beforeAll, expect, it } from "vitest";
import { startTinyReceiver, type TinyReceiver } from "../senders/tiny-receiver";
import { type Sandbox, startSandbox } from "../start";

let sandbox: Sandbox;
let receiver: TinyReceiver;
beforeAll(async () => {
  sandbox = await startSandbox();
  receiver = await startTinyReceiver(() => 200);
});
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});

async function command(path: string, body: object) {
  const url = `${sandbox.url}/control/senders/${path}`;
  const res = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  return { status: res.status, body: await res.json() };
}

it("creates a Current by HTTP that sends on request and keeps a ledger", async () => {
  await command("currents/acme", { url: receiver.url, bearerToken: "token-1" });
  const sent = await command("acme/send", { count: 250 });
  expect(sent.body).toMatchObject({ kind: "currents", events: 250, acknowledged: 250 });

  const again = await command("acme/send", { count: 50 });
  expect(again.body).toMatchObject({ events: 300, acknowledged: 300 });
});

it("creates a segment sender by HTTP that keeps its members between calls", async () => {
  await command("segments/acme-segments", { url: receiver.url, secret: "hook-secret" });
  await command("acme-segments/send", { segmentId: 9, segmentName: "Trial", add: 20 });
  const changed = await command("acme-segments/send", { segmentId: 9, add: 5, remove: 3 });

  expect(changed.body.segments).toMatchObject([{ id: 9, members: 22 }]);
  expect((await command("acme-segments/send", { segmentId: 9, drain: true })).body.segments[0].members).toBe(
    0,
  );
});

it("refuses a sender without a URL and reports an unknown name", async () => {
  expect((await command("currents/broken", { url: "nowhere" })).status).toBe(400);
  expect((await command("nobody/send", {})).status).toBe(404);
});

import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { GET } from "@/app/api/status/[token]/history/route";
import { forwardSlice } from "@/lib/forwarding/deliveries/forward-slice";
import type { HistoryView } from "@/lib/insight/history/history-view";
import { historyInput, showHistory } from "@/lib/insight/history/show-history";
import { createStatusLink } from "@/lib/setup/status-links/create-status-link";
import { revokeStatusLink } from "@/lib/setup/status-links/revoke-status-link";
import { startSandbox } from "@/sandbox/start";
import { makeSource, sendBatch } from "@/tools/testing/make-source";
import { systemCtx } from "@/tools/testing/make-team";
import { brazeEvent } from "@/tools/testing/mapped-event";

let lastAddress = 0;

async function ask(token: string, query = "") {
  const req = new Request(`http://127.0.0.1:3000/api/status/${token}/history${query}`, {
    headers: { "x-tributary-address": `10.3.0.${++lastAddress}` },
  });
  const res = await GET(req, { params: Promise.resolve({ token }) });
  return { status: res.status, headers: res.headers, body: (await res.json()) as HistoryView };
}

/** A customer with this many events in Heap, and a status link to it. */
async function makeForwarded(heapAppId: string, events: number) {
  const source = await makeSource({ heapAppId });
  const event = () => brazeEvent({ id: randomUUID(), user: { external_user_id: "anna" } });
  await sendBatch(source, Array.from({ length: events }, event));
  await forwardSlice(`sandbox:${heapAppId}`);
  const { customerId } = source;
  const link = await createStatusLink(systemCtx, { customerId });
  return { customerId, linkId: link.id, token: link.url.split("/").at(-1) ?? "" };
}

test("a status link shows its own customer the counts of the team, without types, calls and syncs", async () => {
  const sandbox = await startSandbox({ port: 0 });
  process.env.SANDBOX_URL = sandbox.url;
  const mine = await makeForwarded("8801", 3);
  await makeForwarded("8802", 5);
  await sandbox.close();

  const { status, headers, body } = await ask(mine.token);
  expect(status).toBe(200);
  expect(headers.get("cache-control")).toBe("no-store");
  const team = await showHistory(systemCtx, { customerId: mine.customerId, ...historyInput.parse({}) });
  expect(body.events).toEqual({ ...team.events, types: [] });
  expect(body.events?.total.forwarded).toBe(3);
  expect(body.members).toEqual(team.members);
  expect(body).toMatchObject({ lag: null, heapCalls: null, brazeCalls: null, syncs: null });

  const range = "?bucket=day&from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z";
  expect((await ask(mine.token, range)).body.events?.buckets).toHaveLength(2);
  expect(await ask(mine.token, `?sourceId=${randomUUID()}`)).toMatchObject({ status: 400 });
  expect(await ask(mine.token, "?bucket=hour&from=2020-01-01T00:00:00Z")).toMatchObject({ status: 400 });
});

test("a link that is over shows no history", async () => {
  const { customerId, linkId, token } = await makeForwarded("8803", 0);
  expect(await ask(token)).toMatchObject({ status: 200 });
  await revokeStatusLink(systemCtx, { customerId, statusLinkId: linkId });
  expect(await ask(token)).toMatchObject({ status: 404 });
  expect(await ask(randomUUID())).toMatchObject({ status: 404 });
});

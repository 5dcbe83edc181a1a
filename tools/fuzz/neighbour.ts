import { createHmac, randomUUID } from "node:crypto";
import type { Sandbox } from "@/sandbox/start";
import type { FuzzCase } from "./case";
import type { createHttpSender } from "./send";
import type { Tenants } from "./tenants";

const PAUSE_MS = 100;

/** A customer whose Braze and Heap behave well during the attack: everything they send must be accepted and arrive. */
export interface Neighbour {
  /** What was sent: event ids, and the members of its only segment. */
  sentIds: Set<string>;
  members: Set<string>;
  /** Requests that were not answered 200. */
  refused: string[];
  stop(): Promise<void>;
}

/** Makes the neighbour send an ordinary batch and an ordinary page ten times a second until it is stopped. */
export function startNeighbour(
  sender: Pick<ReturnType<typeof createHttpSender>, "send">,
  {
    source,
    destination,
  }: {
    source: Pick<Tenants["neighbour"]["source"], "token" | "bearerToken">;
    destination: Pick<Tenants["neighbour"]["destination"], "token" | "secret">;
  },
): Neighbour {
  const neighbour: Neighbour = { sentIds: new Set(), members: new Set(), refused: [], stop: async () => {} };
  let isOver = false;

  async function post(path: string, headers: Record<string, string>, text: string): Promise<void> {
    const request = { method: "POST", path, headers, body: Buffer.from(text) } as FuzzCase;
    const answer = await sender.send(request);
    if (answer?.status !== 200)
      neighbour.refused.push(`${path.split("/")[2]}: ${answer?.status ?? "no answer"}`);
  }

  async function sendBoth(turn: number): Promise<void> {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const events = ids.map((id) => ({
      id,
      event_type: "users.messages.email.Click",
      time: Math.floor(Date.now() / 1_000),
      user: { user_id: id, external_user_id: `neighbour-${turn}` },
      properties: { campaign_id: "c" },
    }));
    for (const id of ids) neighbour.sentIds.add(id);
    const authorization = `Bearer ${source.bearerToken}`;
    await post(`/api/currents/${source.token}`, { authorization }, JSON.stringify({ events }));

    const member = `neighbour-${turn}`;
    neighbour.members.add(member);
    const page = JSON.stringify({
      action_type: "segment.users.sync",
      data: {
        segment: { id: 1, name: "Neighbours" },
        add: [{ id: member }],
        remove: [],
        sync_info: { sync_task_id: randomUUID(), page_number: 1, total_pages: 1 },
      },
    });
    const ts = String(Date.now());
    const hmac = createHmac("sha256", destination.secret ?? "")
      .update(ts)
      .update(page)
      .digest("base64");
    await post(`/api/heap/${destination.token}`, { "heap-hash": `ts:${ts},hmac:${hmac}` }, page);
  }

  const running = (async () => {
    for (let turn = 0; !isOver; turn++) {
      await sendBoth(turn);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();
  neighbour.stop = () => {
    isOver = true;
    return running;
  };
  return neighbour;
}

/** @returns what did not arrive, in words */
export function auditNeighbour(
  { neighbour: { source, workspaceKey } }: Tenants,
  sandbox: Sandbox,
  sent: Neighbour,
): string[] {
  const problems = sent.refused.slice(0, 5).map((refusal) => `the neighbour was refused: ${refusal}`);
  const arrived = sandbox.state.heap.apps.get(source.heapAppId)?.keys ?? new Set<string>();
  if (!isSame(arrived, sent.sentIds)) {
    problems.push(`the neighbour sent ${sent.sentIds.size} events, Heap has ${arrived.size}`);
  }
  const cohorts = [...(sandbox.state.braze.workspaces.get(workspaceKey)?.cohorts.values() ?? [])];
  if (cohorts.length !== 1 || !isSame(cohorts[0]?.sent ?? new Set(), sent.members)) {
    problems.push(
      `the neighbour's segment has ${sent.members.size} members, its cohort ${cohorts[0]?.sent.size ?? 0}`,
    );
  }
  return problems;
}

function isSame(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((item) => right.has(item));
}

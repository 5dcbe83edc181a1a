import { randomUUID } from "node:crypto";
import { acceptPage } from "@/lib/cohorts/pages/accept-page";
import { requestSync } from "@/lib/cohorts/syncs/request-sync";
import { acceptBatch } from "@/lib/forwarding/batches/accept-batch";
import { pool } from "@/lib/kernel/database";
import { createConnectLink } from "@/lib/setup/connect-links/create-connect-link";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { createSource } from "@/lib/setup/sources/create-source";
import { createStatusLink } from "@/lib/setup/status-links/create-status-link";
import { createApiKey } from "@/lib/team/api-keys/create-api-key";
import { createUser } from "@/lib/team/users/create-user";
import { signHeapBody } from "@/lib/vendors/heap/signature";
import { makeSession } from "@/tools/testing/make-team";

const ROLES = ["admin", "csm", "viewer"] as const;

/** Number of customers to attack: enough that others remain when a request archives one. */
const CUSTOMERS = 24;

const ctx = { actor: { kind: "system", name: "fuzz" } } as const;
const tokenOf = (url: string) => url.split("/").at(-1) ?? "";

/** What hostile requests to the API are made with. */
export interface ApiTargets {
  /** The API key of each role, and the `Cookie` header of a session with it. */
  keys: Record<(typeof ROLES)[number], string>;
  cookies: Record<(typeof ROLES)[number], string>;
  /**
   * For each customer the ids that may be in a path, by parameter name. It does not matter if requests destroy what
   * they name.
   */
  targets: Record<string, string[]>[];
  statusToken: string;
  /** Of a customer that no request names, so that it still works when the crowd comes. */
  crowdStatusToken: string;
  connectToken: string;
}

/** Makes callers of every role, and customers with one of everything. */
export async function makeApiTargets(): Promise<ApiTargets> {
  const keys = { admin: "", csm: "", viewer: "" };
  const cookies = { admin: "", csm: "", viewer: "" };
  const ofNobody: Record<"userId" | "apiKeyId" | "sessionId", string[]> = {
    userId: [],
    apiKeyId: [],
    sessionId: [],
  };
  for (const role of ROLES) {
    const made = { email: `${role}-${randomUUID()}@example.com`, name: role, role, password: randomUUID() };
    const caller = await createUser(ctx, made);
    keys[role] = (await createApiKey(ctx, { userId: caller.id, name: "fuzz", role })).key;
    cookies[role] = await makeSession(caller.id);

    const other = await createUser(ctx, { ...made, email: `other-${made.email}` });
    ofNobody.userId.push(other.id);
    await makeSession(other.id);
    const { rows } = await pool.query<{ id: string }>("SELECT id FROM session WHERE user_id = $1", [
      other.id,
    ]);
    ofNobody.sessionId.push(...rows.map(({ id }) => id));
    ofNobody.apiKeyId.push((await createApiKey(ctx, { userId: other.id, name: "spare", role })).id);
  }

  const customers: Awaited<ReturnType<typeof makeCustomer>>[] = [];
  for (let made = 0; made < CUSTOMERS; made++) customers.push(await makeCustomer());
  const [first] = customers;
  return {
    keys,
    cookies,
    targets: customers.map(({ ids }) => ({ ...ids, ...ofNobody })),
    statusToken: first?.statusToken ?? "",
    crowdStatusToken: (await makeCustomer()).statusToken,
    connectToken: first?.connectToken ?? "",
  };
}

/** A customer with a batch of good and bad events, a segment with members, and a sync. */
async function makeCustomer() {
  const { id: customerId } = await createCustomer(ctx, { name: "customer of the API", ownerId: null });
  const source = await createSource(ctx, {
    customerId,
    name: "source of the API",
    heapAppId: "404040",
    heapRegion: "sandbox",
  });
  const webhookSecret = randomUUID();
  const destination = await createDestination(ctx, {
    customerId,
    name: "destination of the API",
    brazeInstance: "sandbox",
    dataImportKey: `sandbox-${randomUUID()}`,
    webhookSecret,
  });
  const status = await createStatusLink(ctx, {
    customerId,
    canSync: true,
    canToggle: true,
    canCopyEndpoints: true,
  });
  const connect = await createConnectLink(ctx, { customerId, destinationId: destination.id });

  const events = [{ id: randomUUID(), event_type: "users.messages.email.Open", time: 1_790_000_000 }, "none"];
  await acceptBatch({
    token: tokenOf(source.endpoint.url),
    bearerToken: null,
    body: Buffer.from(JSON.stringify({ events })),
  });
  const segmentId = await sendSegment(tokenOf(destination.endpoint.url), webhookSecret);
  const { syncId } = await requestSync(ctx, { customerId, segmentId, trigger: "manual" });

  const ids = {
    customerId: [customerId],
    sourceId: [source.id],
    destinationId: [destination.id],
    endpointId: [source.endpoint.id, destination.endpoint.id],
    statusLinkId: [status.id],
    connectLinkId: [connect.id],
    segmentId: [segmentId],
    syncId: [syncId],
    batchId: await idsOf("SELECT id FROM batch WHERE customer_id = $1", customerId),
    webhookSecretId: await idsOf("SELECT id FROM webhook_secret WHERE customer_id = $1", customerId),
  };
  return { ids, statusToken: tokenOf(status.url), connectToken: tokenOf(connect.url) };
}

async function sendSegment(token: string, secret: string): Promise<string> {
  const body = JSON.stringify({
    action_type: "segment.users.sync",
    data: {
      segment: { id: "1", name: "Segment of the API" },
      sync_info: { sync_task_id: randomUUID(), page_number: 1, total_pages: 1 },
      add: [{ id: "anna" }, { id: "bela" }],
    },
  });
  const page = await acceptPage({
    token,
    rawBody: Buffer.from(body),
    hashHeader: signHeapBody({ secret, ts: Date.now(), body }),
    receivedAtMs: Date.now(),
  });
  if (page.kind !== "applied") throw new Error(`the segment's page was ${page.kind}`);
  return page.segmentId;
}

async function idsOf(text: string, customerId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(text, [customerId]);
  return rows.map(({ id }) => id);
}

import { randomBytes, randomUUID } from "node:crypto";
import { createApiKey } from "@/lib/api-keys/create-api-key";
import { createConnectLink } from "@/lib/connect-links/create";
import { archiveCustomer } from "@/lib/customers/archive";
import { createCustomer } from "@/lib/customers/create";
import { createDestination } from "@/lib/destinations/create";
import { revokeEndpoint } from "@/lib/endpoints/revoke";
import { createSource } from "@/lib/sources/create";
import { pauseSource } from "@/lib/sources/pause";
import { createStatusLink } from "@/lib/status-links/create";
import { createUser } from "@/lib/users/create-user";

/** A source that hostile Currents requests go to. */
export interface FuzzSource {
  id: string;
  customerId: string;
  name: string;
  heapAppId: string;
  token: string;
  bearerToken: string | null;
  /** Its address answers: neither revoked nor of an archived customer. */
  isOpen: boolean;
  isPaused: boolean;
}

/** A destination that hostile segment webhooks go to. */
export interface FuzzDestination {
  id: string;
  customerId: string;
  name: string;
  token: string;
  secret: string | null;
  isOpen: boolean;
}

/** Everything the hostile requests are made with, and the neighbour that they must not harm. */
export interface Tenants {
  sources: FuzzSource[];
  destinations: FuzzDestination[];
  neighbour: { source: FuzzSource; destination: FuzzDestination; workspaceKey: string };
  /** Keys of roles, for the API; ids of things that the API may be asked for and that nobody minds losing. */
  keys: Record<"admin" | "csm" | "viewer", string>;
  ids: Record<string, string[]>;
  statusToken: string;
  connectToken: string;
}

const ctx = { actor: { kind: "system", name: "fuzz" } } as const;
const tokenOf = (url: string) => url.split("/").at(-1) ?? "";

/** Makes the customers of a run in the database of this process, through the product's own verbs. */
export async function makeTenants(): Promise<Tenants> {
  const open = await addSource({ name: "open source" });
  const withBearer = await addSource({ name: "source with a bearer token", bearer: true });
  const paused = await addSource({ name: "paused source" });
  await pauseSource(ctx, { customerId: paused.customerId, sourceId: paused.id });
  const revoked = await addSource({ name: "revoked address" });
  await revokeEndpoint(ctx, {
    customerId: revoked.customerId,
    sourceId: revoked.id,
    endpointId: revoked.endpointId,
  });
  const archived = await addSource({ name: "source of an archived customer" });
  await archiveCustomer(ctx, { customerId: archived.customerId, version: archived.customerVersion });

  const signed = await addDestination({ name: "signed destination", isSigned: true });
  const unsigned = await addDestination({ name: "unsigned destination", isSigned: false });
  const neighbour = await addDestination({ name: "the neighbour's destination", isSigned: true });
  return {
    sources: [
      open,
      withBearer,
      { ...paused, isPaused: true },
      { ...revoked, isOpen: false },
      { ...archived, isOpen: false },
    ],
    destinations: [signed, unsigned],
    neighbour: {
      source: await addSource({ name: "the neighbour's source", bearer: true }),
      destination: neighbour,
      workspaceKey: neighbour.workspaceKey,
    },
    ...(await makeApiTargets()),
  };
}

async function addSource({ name, bearer = false }: { name: string; bearer?: boolean }) {
  const customer = await createCustomer(ctx, { name, ownerId: null });
  const heapAppId = String(randomBytes(5).readUIntBE(0, 5));
  const made = await createSource(ctx, {
    customerId: customer.id,
    name,
    heapAppId,
    heapRegion: "sandbox",
    bearerToken: bearer ? "generate" : null,
  });
  return {
    id: made.id,
    customerId: customer.id,
    customerVersion: customer.version,
    endpointId: made.endpoint.id,
    name,
    heapAppId,
    token: tokenOf(made.endpoint.url),
    bearerToken: made.bearerToken,
    isOpen: true,
    isPaused: false,
  };
}

async function addDestination({ name, isSigned }: { name: string; isSigned: boolean }) {
  const customer = await createCustomer(ctx, { name, ownerId: null });
  const workspaceKey = `sandbox-${randomUUID()}`;
  const secret = isSigned ? randomBytes(16).toString("hex") : null;
  const made = await createDestination(ctx, {
    customerId: customer.id,
    name,
    brazeInstance: "sandbox",
    dataImportKey: workspaceKey,
    webhookSecret: secret,
  });
  const token = tokenOf(made.endpoint.url);
  return { id: made.id, customerId: customer.id, name, token, secret, isOpen: true, workspaceKey };
}

async function makeApiTargets(): Promise<Pick<Tenants, "keys" | "ids" | "statusToken" | "connectToken">> {
  const keys = { admin: "", csm: "", viewer: "" };
  const userIds: string[] = [];
  for (const role of ["admin", "csm", "viewer"] as const) {
    const caller = { email: `${role}-${randomUUID()}@example.com`, name: role, role, password: randomUUID() };
    const { id } = await createUser(ctx, caller);
    keys[role] = (await createApiKey(ctx, { userId: id, name: "fuzz", role })).key;
    userIds.push((await createUser(ctx, { ...caller, email: `other-${caller.email}` })).id);
  }

  const source = await addSource({ name: "source of the API" });
  const { customerId } = source;
  const destination = await createDestination(ctx, { customerId, name: "API", brazeInstance: "sandbox" });
  const status = await createStatusLink(ctx, {
    customerId,
    canSync: true,
    canToggle: true,
    canCopyEndpoints: true,
  });
  const connect = await createConnectLink(ctx, { customerId, destinationId: destination.id });
  return {
    keys,
    ids: {
      customerId: [customerId],
      sourceId: [source.id],
      destinationId: [destination.id],
      endpointId: [source.endpointId, destination.endpoint.id],
      statusLinkId: [status.id],
      connectLinkId: [connect.id],
      userId: userIds,
    },
    statusToken: tokenOf(status.url),
    connectToken: tokenOf(connect.url),
  };
}

import { randomBytes, randomUUID } from "node:crypto";
import type { PropertyRule } from "@/lib/forwarding/mapping/property-rules";
import { archiveCustomer } from "@/lib/setup/customers/archive-customer";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { revokeEndpoint } from "@/lib/setup/endpoints/revoke-endpoint";
import { createSource } from "@/lib/setup/sources/create-source";
import { pauseSource } from "@/lib/setup/sources/pause-source";
import { type ApiTargets, makeApiTargets } from "./api-targets";

/** A source that gets hostile Currents requests. */
export interface FuzzSource {
  id: string;
  customerId: string;
  name: string;
  heapAppId: string;
  token: string;
  bearerToken: string | null;
  /** Its address answers: not revoked, and the customer not archived. */
  isOpen: boolean;
  isPaused: boolean;
}

/** A destination that gets hostile segment webhooks. */
export interface FuzzDestination {
  id: string;
  customerId: string;
  name: string;
  token: string;
  secret: string | null;
  isOpen: boolean;
}

/** What the hostile requests are made with, and the neighbour they must not harm. */
export interface Tenants extends ApiTargets {
  sources: FuzzSource[];
  destinations: FuzzDestination[];
  neighbour: { source: FuzzSource; destination: FuzzDestination; workspaceKey: string };
}

const ctx = { actor: { kind: "system", name: "fuzz" } } as const;

/** As many rules as a source may have, each with as many stars as it may have. */
const COSTLY_RULES = Array.from({ length: 100 }, (_, n) => ({
  pattern: `*a*a*q${n}*z*`,
  action: "drop" as const,
}));

const tokenOf = (url: string) => url.split("/").at(-1) ?? "";

/** Makes the customers of a run in the database of this process, through the product's own verbs. */
export async function makeTenants(): Promise<Tenants> {
  const open = await addSource({ name: "open source" });
  const withBearer = await addSource({
    name: "source with a bearer token and many rules",
    bearer: true,
    propertyRules: COSTLY_RULES,
  });
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

interface SourceWish {
  name: string;
  bearer?: boolean;
  propertyRules?: PropertyRule[];
}

async function addSource({ name, bearer = false, propertyRules = [] }: SourceWish) {
  const customer = await createCustomer(ctx, { name, ownerId: null });
  const heapAppId = String(randomBytes(5).readUIntBE(0, 5));
  const made = await createSource(ctx, {
    customerId: customer.id,
    name,
    heapAppId,
    heapRegion: "sandbox",
    bearerToken: bearer ? "generate" : null,
    propertyRules,
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

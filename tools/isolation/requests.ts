import { z } from "zod";
import type { PlacedOperation } from "@/app/api/v1/operations";
import type { Tenant } from "./make-tenant";

/** Ids in an address that belong to the team, not to a customer. */
export interface TeamIds {
  userId: string;
  apiKeyId: string;
  sessionId: string;
}

const C = "/customers/{customerId}";
const named = { name: "Changed" };
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** A valid body for each operation; operations with an empty body need none here. */
const BODIES: Record<string, () => unknown> = {
  "POST /api-keys": () => ({ name: "Script", role: "viewer" }),
  "POST /customers": () => named,
  "POST /me/connect-provider": () => ({ currentPassword: "wrong" }),
  "POST /me/password": () => ({ currentPassword: "wrong", password: "a long password to be" }),
  "POST /me/time-zone": () => ({ timeZone: "Europe/Berlin" }),
  "POST /password-links": () => ({ token: "unknown", password: "a long password to be" }),
  "POST /users": () => ({ ...named, email: `new-${Math.random()}@example.com`, role: "viewer" }),
  "PATCH /users/{userId}": () => ({ version: 1, ...named }),
  [`PATCH ${C}`]: () => ({ version: 1, ...named }),
  [`POST ${C}/archive`]: () => ({ version: 1 }),
  [`POST ${C}/alerts/mute`]: () => ({ until: inAnHour() }),
  [`POST ${C}/alerts/{alertId}/assign`]: () => ({ assigneeId: null }),
  [`POST ${C}/alerts/{alertId}/notes`]: () => ({ text: "Seen in Heap" }),
  [`POST ${C}/alerts/{alertId}/snooze`]: () => ({ until: inAnHour() }),
  [`POST ${C}/alerts/{alertId}/dismiss`]: () => ({ reason: "Done in Heap" }),
  [`POST ${C}/erasures`]: () => ({ identity: "somebody", confirm: "somebody" }),
  [`POST ${C}/erasures/preview`]: () => ({ identity: "somebody" }),
  [`POST ${C}/deletion-requests/{deletionRequestId}/close`]: () => ({
    as: "refused",
    reason: "Asked in error",
  }),
  [`POST ${C}/sources`]: () => ({ ...named, heapAppId: "7", heapRegion: "sandbox" }),
  [`PATCH ${C}/sources/{sourceId}`]: () => ({ version: 1, ...named }),
  [`POST ${C}/sources/{sourceId}/seen-types`]: () => ({ type: "users.New", decision: "forward" }),
  [`POST ${C}/sources/{sourceId}/mapping-preview`]: () => ({ protectsPersonalData: true }),
  [`POST ${C}/sources/{sourceId}/effects`]: () => ({ identityField: "user_id" }),
  [`POST ${C}/sources/{sourceId}/replays`]: () => ({ outcome: "forwarded" }),
  [`POST ${C}/sources/{sourceId}/replays/preview`]: () => ({ outcome: "forwarded" }),
  [`POST ${C}/destinations`]: () => ({ ...named, brazeInstance: "sandbox" }),
  [`PATCH ${C}/destinations/{destinationId}`]: () => ({ version: 1, ...named }),
  [`POST ${C}/destinations/{destinationId}/change-kind`]: () => ({ version: 1, kind: "attribute" }),
  [`POST ${C}/destinations/{destinationId}/skipped-hops`]: () => ({ kind: "signed_page", reason: "No" }),
  [`POST ${C}/destinations/{destinationId}/webhook-secrets`]: () => ({ secret: "a-second-secret" }),
  [`PATCH ${C}/segments/{segmentId}`]: () => ({ version: 1, mode: "manual" }),
  [`POST ${C}/segments/{segmentId}/clear`]: () => ({}),
  [`POST ${C}/segments/{segmentId}/syncs`]: () => ({ trigger: "manual" }),
  [`PATCH ${C}/status-links/{statusLinkId}`]: () => ({ version: 1, canSync: false }),
};

export function nameOf({ method, path }: PlacedOperation): string {
  return `${method} ${path}`;
}

/**
 * A valid body for the operation.
 * @throws Error with what to do when none is known here
 */
export function bodyOf(placed: PlacedOperation): unknown {
  const { body } = placed.operation;
  if (!body) return undefined;

  const sample = BODIES[nameOf(placed)]?.() ?? {};
  const parsed = body.safeParse(sample);
  if (parsed.success) return sample;
  throw new Error(
    `Add a body for ${nameOf(placed)} to BODIES (tools/isolation/requests.ts), so that we can test who may send it: ${parsed.error.message}`,
  );
}

/** The names of the ids in the operation's address. */
export function paramNames({ path }: PlacedOperation): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

/**
 * The id to use for a parameter.
 * @throws Error with what to do when it is not known
 */
export function paramOf(placed: PlacedOperation, name: string, tenant: Tenant, team: TeamIds): string {
  if (name === "index") return "0";
  if (name in team) return team[name as keyof TeamIds];
  if (name === "endpointId" && placed.path.includes("/destinations/")) return tenant.destinationEndpointId;

  const id = tenant.ids[tableOf(name)];
  if (id) return id;
  throw new Error(
    `{${name}} of ${nameOf(placed)} is not known: name it after its table, or add it to paramOf (tools/isolation/requests.ts).`,
  );
}

/**
 * Fields of query and body, at any depth, that name something of a customer: one request each, with the tenant's id.
 */
export function fieldsNaming(tenant: Tenant, schema: z.ZodType, sample: unknown): Record<string, unknown>[] {
  const json = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  const start = (sample ?? {}) as Record<string, unknown>;
  return idFields(json).flatMap(({ place, siblings }) => {
    const id = tenant.ids[tableOf(place.at(-1) ?? "")];
    return id ? [withField(start, place, id, siblings)] : [];
  });
}

/** `statusLinkId` is the id of a row of `status_link`. */
function tableOf(name: string): string {
  return name.replace(/Ids?$/, "").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

interface IdField {
  place: string[];
  /** Numbers that must come with it. */
  siblings: string[];
}

function idFields(schema: z.core.JSONSchema.BaseSchema, above: string[] = []): IdField[] {
  const properties = Object.entries(schema.properties ?? {}) as [string, z.core.JSONSchema.BaseSchema][];
  const siblings = properties.filter(([, of]) => of.type === "integer").map(([name]) => name);
  return properties.flatMap(([name, of]) => {
    const place = [...above, name];
    const here = /Ids?$/.test(name) ? [{ place, siblings: above.length > 0 ? siblings : [] }] : [];
    return [...here, ...idFields(of, place)];
  });
}

function withField(
  start: Record<string, unknown>,
  [name = "", ...rest]: string[],
  id: string,
  siblings: string[],
): Record<string, unknown> {
  if (rest.length > 0) {
    const inner = (start[name] ?? {}) as Record<string, unknown>;
    return { ...start, [name]: withField(inner, rest, id, siblings) };
  }
  const beside = Object.fromEntries(siblings.map((sibling) => [sibling, 0]));
  return { ...start, ...beside, [name]: name.endsWith("Ids") ? [id] : id };
}

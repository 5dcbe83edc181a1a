import type { PoolClient } from "pg";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { hashToken, newToken, tokenHint } from "@/lib/kernel/secrets/token";
import { SANDBOX_INSTANCE } from "@/lib/vendors/braze/instances";
import type { CustomerState } from "@/prisma/generated/enums";
import { insertRows } from "./insert-rows";
import { customerName } from "./names";
import { seedId } from "./seed-id";
import { EVENTS_PER_BATCH, type SeedSize, segmentsOf, spreadBatches } from "./size";
import { planTroubles, type Trouble } from "./troubles";

const DAY_MS = 86_400_000;

/** Customers with more than one source. */
const LARGE_CUSTOMERS = 20;

/** Of the segments of a customer whose members Braze refuses. */
const REFUSING_SEGMENTS = 4;

/**
 * Fills customer, source, destination, endpoint and webhook_secret, and plans the rest in `seed_source` and `seed_destination`.
 * @returns the sources, each with the trouble its customer is in
 */
export async function seedCustomers(
  sql: PoolClient,
  { size, untilMs, ownerIds }: { size: SeedSize; untilMs: number; ownerIds: readonly string[] },
): Promise<ReturnType<typeof planSources>> {
  const customers = Array.from({ length: size.customers }, (_, number) =>
    planCustomer(number, size.days, untilMs, ownerIds),
  );
  const troubles = planTroubles(
    customers.flatMap(({ number, state }) =>
      number >= LARGE_CUSTOMERS && state === "live" && !isSourcePaused(number + LARGE_CUSTOMERS)
        ? [number]
        : [],
    ),
  );
  const sources = planSources(customers, size, troubles);
  const destinations = customers.map((customer) =>
    planDestination(customer, troubles.get(customer.number) ?? null),
  );

  await insertRows(
    sql,
    "customer",
    customers,
    "id uuid, name text, owner_id uuid, state customer_state, created_at timestamptz",
  );
  await insertRows(
    sql,
    "source",
    sources,
    `id uuid, customer_id uuid, name text, heap_app_id text, heap_region heap_region, heap_app text,
     identity_field identity_field, prefix text, paused_at timestamptz, created_at timestamptz`,
  );
  await insertRows(
    sql,
    "destination",
    destinations,
    `id uuid, customer_id uuid, name text, braze_instance text, data_import_key_enc text,
     identifier_kind identifier_kind, paused_at timestamptz, created_at timestamptz`,
  );
  await insertRows(
    sql,
    "endpoint",
    [
      ...sources.map((source) => planEndpoint(source, "source_id")),
      ...destinations.map((one) => planEndpoint(one, "destination_id")),
    ],
    `id uuid, customer_id uuid, source_id uuid, destination_id uuid, token_hash bytea, token_enc text, hint text,
     created_at timestamptz`,
  );

  await insertRows(
    sql,
    "webhook_secret",
    destinations.map((destination) => planWebhookSecret(destination)),
    "id uuid, customer_id uuid, destination_id uuid, secret_enc text, created_at timestamptz",
  );

  await sql.query(
    `CREATE TEMP TABLE seed_source (id uuid, customer_id uuid, number int, batches int, trouble text)`,
  );
  await insertRows(
    sql,
    "seed_source",
    sources,
    "id uuid, customer_id uuid, number int, batches int, trouble text",
  );
  await sql.query(
    `CREATE TEMP TABLE seed_destination
       (id uuid, customer_id uuid, number int, segments int, recurring int, trouble text)`,
  );
  await insertRows(
    sql,
    "seed_destination",
    destinations,
    "id uuid, customer_id uuid, number int, segments int, recurring int, trouble text",
  );
  return sources;
}

type Customer = ReturnType<typeof planCustomer>;

function planCustomer(number: number, days: number, untilMs: number, ownerIds: readonly string[]) {
  const createdMs = untilMs - (days + 10 + ((number * 37) % 300)) * DAY_MS;
  return {
    number,
    id: seedId(createdMs, `customer ${number}`),
    name: customerName(number),
    owner_id: number % 23 === 5 ? null : (ownerIds[number % ownerIds.length] ?? null),
    state: stateOf(number),
    created_at: new Date(createdMs).toISOString(),
  };
}

function stateOf(number: number): CustomerState {
  if (number % 50 === 47) return "archived";
  if (number % 20 === 13) return "paused";
  return number % 10 === 9 ? "onboarding" : "live";
}

function isSourcePaused(number: number): boolean {
  return number % 40 === 11;
}

function planSources(customers: readonly Customer[], size: SeedSize, troubles: ReadonlyMap<number, Trouble>) {
  const owners = customers.flatMap((customer) =>
    customer.number < LARGE_CUSTOMERS ? [customer, customer] : [customer],
  );
  const batches = spreadBatches(
    owners.length - 1,
    size.events / EVENTS_PER_BATCH,
    size.largestCustomerEvents / EVENTS_PER_BATCH,
  );
  return owners.map((customer, number) => {
    const heapAppId = String(1_000_000 + number);
    // The largest customer's second source has brought nothing yet; the others share the rest.
    const count = number === 1 ? 0 : (batches[number === 0 ? 0 : number - 1] ?? 0);
    return {
      number,
      id: seedId(Date.parse(customer.created_at), `source ${number}`),
      customer_id: customer.id,
      name: customer === owners[number - 1] ? "Braze Currents, second workspace" : "Braze Currents",
      heap_app_id: heapAppId,
      heap_region: "sandbox",
      heap_app: `sandbox:${heapAppId}`,
      identity_field: number % 5 === 3 ? "user_id" : "external_user_id",
      prefix: number % 2 === 0 ? null : "braze-",
      paused_at: isSourcePaused(number)
        ? new Date(Date.parse(customer.created_at) + (size.days + 9.5) * DAY_MS).toISOString()
        : null,
      created_at: customer.created_at,
      batches: count,
      trouble: troubles.get(customer.number) ?? null,
    };
  });
}

function planDestination(customer: Customer, trouble: Trouble | null) {
  const { number, id: customerId } = customer;
  const planned = segmentsOf(number);
  const segments = trouble === "members_refused" ? REFUSING_SEGMENTS : planned.segments;
  // The sandbox takes keys that begin with `sandbox-`.
  const key = `${trouble === "braze_key_refused" ? "outdated" : "sandbox"}-large-${number}`;
  const hasKey = customer.state !== "onboarding" || number % 20 === 9;
  return {
    number,
    id: seedId(Date.parse(customer.created_at), `destination ${number}`),
    customer_id: customerId,
    name: "Braze",
    braze_instance: SANDBOX_INSTANCE,
    data_import_key_enc: hasKey ? encryptSecret(key, { customerId, field: "data_import_key" }) : null,
    identifier_kind: "external_id",
    paused_at: null,
    created_at: customer.created_at,
    trouble,
    ...(hasKey ? { ...planned, segments } : { segments: 0, recurring: 0 }),
  };
}

function planWebhookSecret(destination: { id: string; customer_id: string; created_at: string }) {
  const { id, customer_id: customerId, created_at } = destination;
  return {
    id: seedId(Date.parse(created_at), `webhook secret ${id}`),
    customer_id: customerId,
    destination_id: id,
    secret_enc: encryptSecret(`large-${id}`, { customerId, field: "webhook_secret" }),
    created_at,
  };
}

function planEndpoint(
  owner: { id: string; customer_id: string; created_at: string },
  column: "source_id" | "destination_id",
) {
  const token = newToken();
  return {
    id: seedId(Date.parse(owner.created_at), `endpoint ${owner.id}`),
    customer_id: owner.customer_id,
    [column]: owner.id,
    token_hash: `\\x${hashToken(token).toString("hex")}`,
    token_enc: encryptSecret(token, { customerId: owner.customer_id, field: "endpoint_token" }),
    hint: tokenHint(token),
    created_at: owner.created_at,
  };
}

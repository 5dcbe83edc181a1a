import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { pool } from "@/lib/kernel/database";
import { createConnectLink } from "@/lib/setup/connect-links/create-connect-link";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { createDestination } from "@/lib/setup/destinations/create-destination";
import { createSource } from "@/lib/setup/sources/create-source";
import { createStatusLink } from "@/lib/setup/status-links/create-status-link";
import { systemCtx } from "@/tools/testing/make-team";
import { type Column, readTables } from "./read-tables";
import { TABLES } from "./tables";

// Nothing listens there, so calls to Braze and Heap fail at once.
process.env.SANDBOX_URL = "http://127.0.0.1:9";

/** A customer with rows in every table that holds customer data. */
export interface Tenant {
  customerId: string;
  /** A mark in every text of its rows, and in nobody else's. */
  mark: string;
  /** The id of one of its rows, by table; `endpoint` is the source's. */
  ids: Record<string, string>;
  destinationEndpointId: string;
  /** What no answer may contain unless the operation exists to show it. */
  secrets: {
    dataImportKey: string;
    restApiKey: string;
    webhookSecret: string;
    bearerToken: string;
    sourceToken: string;
    destinationToken: string;
    statusToken: string;
    connectToken: string;
  };
}

let made = 0;

/**
 * Creates a customer: with the verbs where secrets are involved, and with one row in each further table as described
 * by the catalogue.
 */
export async function makeTenant(): Promise<Tenant> {
  const mark = `tenant${++made}-${randomBytes(6).toString("hex")}`;
  const named = { name: `${mark} name` };
  const { id: customerId } = await createCustomer(systemCtx, { ...named, ownerId: null });
  const dataImportKey = `sandbox-${mark}-data-import`;
  const restApiKey = `sandbox-${mark}-rest-api`;
  const webhookSecret = `${mark}-webhook-secret`;

  const source = await createSource(systemCtx, {
    customerId,
    ...named,
    heapAppId: String(1_000 + made),
    heapRegion: "sandbox",
    bearerToken: "generate",
  });
  const destination = await createDestination(systemCtx, {
    customerId,
    ...named,
    brazeInstance: "sandbox",
    dataImportKey,
    restApiKey,
    webhookSecret,
  });
  const status = await createStatusLink(systemCtx, {
    customerId,
    canSync: true,
    canToggle: true,
    canCopyEndpoints: true,
  });
  const connect = await createConnectLink(systemCtx, { customerId, destinationId: destination.id });
  const endOf = (url: string) => url.split("/").at(-1) ?? "";

  const tenant: Tenant = {
    customerId,
    mark,
    ids: {
      customer: customerId,
      source: source.id,
      destination: destination.id,
      endpoint: source.endpoint.id,
      status_link: status.id,
      connect_link: connect.id,
      webhook_secret: await idOf("webhook_secret", customerId),
      hash_salt: await idOf("hash_salt", customerId),
    },
    destinationEndpointId: destination.endpoint.id,
    secrets: {
      dataImportKey,
      restApiKey,
      webhookSecret,
      bearerToken: source.bearerToken ?? "",
      sourceToken: endOf(source.endpoint.url),
      destinationToken: endOf(destination.endpoint.url),
      statusToken: endOf(status.url),
      connectToken: endOf(connect.url),
    },
  };
  await fillTables(tenant);
  return tenant;
}

async function idOf(table: string, customerId: string): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(`SELECT id FROM "${table}" WHERE customer_id = $1`, [
    customerId,
  ]);
  return rows[0]?.id ?? "";
}

/** Repeats until every table of a customer has a row: a table may refer to one that comes later. */
async function fillTables(tenant: Tenant): Promise<void> {
  const tables = await readTables();
  let waiting = Object.keys(TABLES).filter(
    (name) => TABLES[name]?.of === "customer" && !(name in tenant.ids) && tables.has(name),
  );

  while (waiting.length > 0) {
    const ready = waiting.filter((name) => tables.get(name)?.every((column) => isKnown(column, tenant)));
    if (ready.length === 0) {
      throw new Error(
        `No row can be made for ${waiting.join(", ")}: say in TABLES (tools/isolation/tables.ts) what their columns hold.`,
      );
    }
    for (const name of ready) await insertRow(name, tables.get(name) ?? [], tenant);
    waiting = waiting.filter((name) => !ready.includes(name));
  }
}

function isKnown({ table, name, type, isNullable, hasDefault }: Column, tenant: Tenant): boolean {
  const isReference = type === "uuid" && name !== "id" && !(name in (TABLES[table]?.columns ?? {}));
  return isNullable || hasDefault || !isReference || idFor(name, tenant) !== undefined;
}

/** `from_batch_id` refers to a batch too. */
function idFor(column: string, { ids }: Tenant): string | undefined {
  const words = column.replace(/_id$/, "").split("_");
  for (let start = 0; start < words.length; start++) {
    const id = ids[words.slice(start).join("_")];
    if (id) return id;
  }
  return undefined;
}

async function insertRow(table: string, columns: readonly Column[], tenant: Tenant): Promise<void> {
  const values = columns
    .map((column) => ({ name: column.name, value: valueFor(column, tenant) }))
    .filter(({ value }) => value !== undefined);
  const names = values.map(({ name }) => `"${name}"`).join(", ");
  const places = values.map((_, place) => `$${place + 1}`).join(", ");
  await pool.query(
    `INSERT INTO "${table}" (${names}) VALUES (${places})`,
    values.map(({ value }) => value),
  );
  tenant.ids[table] = String(values.find(({ name }) => name === "id")?.value ?? "");
}

/** Undefined: the column's default, or null. */
function valueFor({ table, name, type, labels, isNullable, hasDefault }: Column, tenant: Tenant): unknown {
  const given = TABLES[table]?.columns?.[name];
  if (given) return given(tenant);
  if (name === "id" && type === "uuid") return uuidv7();
  if (type === "uuid") return idFor(name, tenant);
  if (type === "text") return hasDefault ? undefined : `${tenant.mark} ${name}`;
  if (hasDefault || isNullable) return undefined;
  if (labels.length > 0) return labels[0];

  const values: Record<string, unknown> = {
    bool: false,
    bytea: randomBytes(32),
    json: "{}",
    jsonb: "{}",
    timestamptz: new Date(),
    _text: [`${tenant.mark} ${name}`],
    _int4: [1],
  };
  return type in values ? values[type] : 1;
}

/** Its mark, ids and secrets, as far as they appear in a text. */
export function wordsOf({ mark, ids, destinationEndpointId, secrets }: Tenant, text: string): string[] {
  const words = [mark, ...Object.values(ids), destinationEndpointId, ...Object.values(secrets)];
  return words.filter((word) => word !== "" && text.includes(word));
}

/** Its secrets, as far as they appear in a text. */
export function secretsOf({ secrets }: Tenant, text: string): string[] {
  return Object.values(secrets).filter((secret) => text.includes(secret));
}

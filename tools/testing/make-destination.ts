import { randomUUID } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { type AcceptedPage, acceptPage } from "@/lib/cohorts/pages/accept-page";
import type { Actor, Ctx } from "@/lib/kernel/actor";
import { pool } from "@/lib/kernel/database";
import { encryptSecret } from "@/lib/kernel/secrets/encrypt";
import { hashToken, newToken, tokenHint } from "@/lib/kernel/secrets/token";
import { signHeapBody } from "@/lib/vendors/heap/signature";
import type { DestinationKind, IdentifierKind } from "@/prisma/generated/enums";

/** For tests: a customer with one destination, in its own workspace of the sandbox. */
export interface TestDestination {
  customerId: string;
  destinationId: string;
  token: string;
  secret: string;
  /** The key of the sandbox's workspace, which is also the Data Import Key of a destination of cohorts. */
  workspaceKey: string;
}

/** A user with a role, as verbs get one. */
export function ctxOf(role: Extract<Actor, { kind: "user" }>["role"] = "csm"): Ctx {
  return { actor: { kind: "user", id: uuidv7(), name: "Ada", role } };
}

/** Makes a customer with a destination, its endpoint and, unless told otherwise, one webhook secret and a key. */
export async function createTestDestination(
  options: {
    signed?: boolean;
    brazeInstance?: string;
    dataImportKey?: string | null;
    identifierKind?: IdentifierKind;
    aliasLabel?: string;
    kind?: DestinationKind;
  } = {},
): Promise<TestDestination> {
  const customerId = uuidv7();
  const destinationId = uuidv7();
  const token = newToken();
  const brazeInstance = options.brazeInstance ?? "sandbox";
  const workspaceKey =
    options.dataImportKey ?? `${brazeInstance === "sandbox-eu" ? brazeInstance : "sandbox"}-${randomUUID()}`;
  const keyEnc = encryptSecret(workspaceKey, { customerId, field: "data_import_key" });

  const isAttribute = options.kind === "attribute";
  const restKeyEnc = encryptSecret(workspaceKey.replace("sandbox-", "sandbox-rest-"), {
    customerId,
    field: "rest_api_key",
  });

  await pool.query("INSERT INTO customer (id, name, state) VALUES ($1, 'Acme', 'live')", [customerId]);
  await pool.query(
    `INSERT INTO destination (id, customer_id, name, braze_instance, data_import_key_enc, identifier_kind, kind, rest_api_key_enc, alias_label)
     VALUES ($1, $2, 'Main', $3, $4, $5, $6, $7, $8)`,
    [
      destinationId,
      customerId,
      brazeInstance,
      options.dataImportKey === null || isAttribute ? null : keyEnc,
      options.identifierKind ?? "external_id",
      options.kind ?? "cohort",
      isAttribute ? restKeyEnc : null,
      options.aliasLabel ?? null,
    ],
  );
  await pool.query(
    `INSERT INTO endpoint (id, customer_id, destination_id, token_hash, token_enc, hint) VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      uuidv7(),
      customerId,
      destinationId,
      hashToken(token),
      encryptSecret(token, { customerId, field: "endpoint_token" }),
      tokenHint(token),
    ],
  );
  const destination = { customerId, destinationId, token, secret: "webhook-secret-1", workspaceKey };
  if (options.signed !== false) await addWebhookSecret(destination, destination.secret);
  return destination;
}

export async function addWebhookSecret(destination: TestDestination, secret: string): Promise<void> {
  const { customerId, destinationId } = destination;
  await pool.query(
    "INSERT INTO webhook_secret (id, customer_id, destination_id, secret_enc) VALUES ($1, $2, $3, $4)",
    [uuidv7(), customerId, destinationId, encryptSecret(secret, { customerId, field: "webhook_secret" })],
  );
}

export interface TestPage {
  segment?: string;
  name?: string;
  task?: string | null;
  page?: number;
  total?: number;
  add?: readonly string[];
  remove?: readonly string[];
  drain?: boolean;
  idToken?: string;
}

/** The body Heap would post. */
export function pageBody(page: TestPage): string {
  const segment = { id: page.segment ?? "7", name: page.name ?? "Trial users" };
  const id_token = page.idToken;
  if (page.drain) return JSON.stringify({ id_token, action_type: "segment.users.drain", data: { segment } });

  const sync_info =
    page.task === null
      ? undefined
      : {
          page_number: page.page ?? 1,
          total_pages: page.total ?? 1,
          sync_task_id: page.task ?? randomUUID(),
        };
  const entries = (ids: readonly string[] | undefined) => ids?.map((id) => ({ id }));
  return JSON.stringify({
    id_token,
    action_type: "segment.users.sync",
    data: { segment, sync_info, add: entries(page.add), remove: entries(page.remove) },
  });
}

/** Posts a body as Heap does, signed at `tsMs`. */
export async function postBody(
  destination: TestDestination,
  body: string,
  tsMs = Date.now(),
): Promise<AcceptedPage> {
  return acceptPage({
    token: destination.token,
    rawBody: Buffer.from(body),
    hashHeader: signHeapBody({ secret: destination.secret, ts: tsMs, body }),
    receivedAtMs: Date.now(),
  });
}

/** Posts a page and returns its segment's id. */
export async function postPage(destination: TestDestination, page: TestPage, tsMs?: number): Promise<string> {
  const accepted = await postBody(destination, pageBody(page), tsMs);
  if (!("segmentId" in accepted)) throw new Error(`not accepted: ${JSON.stringify(accepted)}`);
  return accepted.segmentId;
}

/** A segment's members in PostgreSQL, with the counts kept on the segment and the real ones. */
export async function readMembers(segmentId: string) {
  const { rows } = await pool.query<{
    key: string;
    wanted: boolean;
    acked: boolean | null;
    refused: string | null;
  }>(
    'SELECT user_key AS key, wanted, acked, refused FROM member WHERE segment_id = $1 ORDER BY user_key COLLATE "C"',
    [segmentId],
  );
  const { rows: counts } = await pool.query<{ wanted: number; acked: number }>(
    "SELECT wanted_count AS wanted, acked_count AS acked FROM segment WHERE id = $1",
    [segmentId],
  );
  return {
    rows,
    wanted: rows.filter((row) => row.wanted).map((row) => row.key),
    owed: rows.filter((row) => row.acked !== row.wanted && row.refused === null).map((row) => row.key),
    refused: rows.filter((row) => row.refused !== null).map((row) => row.key),
    counts: counts[0],
    realCounts: {
      wanted: rows.filter((row) => row.wanted).length,
      acked: rows.filter((row) => row.acked).length,
    },
  };
}

import { randomBytes, randomUUID } from "node:crypto";
import type { Answer } from "../exchange";
import { isRecord } from "../is-record";
import type { HeapDeletion } from "./heap-deletion";
import { isUnknown } from "./known-apps";
import { appOf, type HeapApp, type HeapState } from "./state";

/** Users in one request (User Deletion page). */
const MAXIMUM_USERS_PER_REQUEST = 10_000;
/** A token is valid for 5 minutes. */
const TOKEN_LIFETIME_MS = 5 * 60_000;

/** The API key that the sandbox gives an app. */
export function heapApiKeyOf(appId: string): string {
  return `heap-key-${appId}`;
}

/** `POST /api/public/v0/auth_token`: app id and API key as basic authentication, for a token. */
export function makeToken(heap: HeapState, authorization: string | undefined): Answer {
  const basic = /^Basic (.+)$/.exec(authorization ?? "")?.[1] ?? "";
  const [appId = "", apiKey] = Buffer.from(basic, "base64").toString().split(":");
  const isKnown = /^\d+$/.test(appId) && !isUnknown(heap, appOf(heap, appId));
  if (!isKnown || apiKey !== heapApiKeyOf(appId)) return unauthorized();

  const token = randomBytes(16).toString("hex");
  heap.tokens.set(token, { appId, validUntilMs: Date.now() + TOKEN_LIFETIME_MS });
  return { status: 200, body: { access_token: token } };
}

/** `POST /api/public/v0/user_deletion`: takes the request; the users are gone when its status is `complete`. */
export function deleteUsers(
  heap: HeapState,
  authorization: string | undefined,
  body: Record<string, unknown>,
): Answer {
  const app = appOfToken(heap, authorization);
  if (!app) return unauthorized();

  const { users } = body;
  if (!Array.isArray(users) || users.length === 0 || users.length > MAXIMUM_USERS_PER_REQUEST) {
    return { status: 400, body: { error: "users must hold 1 to 10000 users" } };
  }
  const identities = users.map((user) => (isRecord(user) ? user.identity : undefined));
  if (!identities.every((identity) => typeof identity === "string" && identity !== "")) {
    return { status: 400, body: { error: "every user needs an identity" } };
  }
  const deletion = {
    id: randomUUID(),
    appId: app.appId,
    identities: identities as string[],
    pendingAnswers: heap.pendingAnswers,
    isComplete: false,
  };
  heap.deletions.set(deletion.id, deletion);
  return { status: 201, body: { deletion_request_id: deletion.id, status: "pending" } };
}

/** `GET /api/public/v0/deletion_status/:id`: `pending` some times, then `complete`. */
export function tellStatus(heap: HeapState, authorization: string | undefined, id: string): Answer {
  const app = appOfToken(heap, authorization);
  if (!app) return unauthorized();
  const deletion = heap.deletions.get(id);
  if (!deletion || deletion.appId !== app.appId) return { status: 404, body: { error: "Not found" } };

  if (!deletion.isComplete && deletion.pendingAnswers-- <= 0) complete(app, deletion);
  const status = deletion.isComplete ? "complete" : "pending";
  return { status: 200, body: { deletion_request_id: id, status } };
}

function complete(app: HeapApp, deletion: HeapDeletion): void {
  for (const identity of deletion.identities) app.users.delete(identity);
  deletion.isComplete = true;
  const gone = new Set(deletion.identities);
  for (const identity of gone) {
    app.identities.delete(identity);
    app.deleted.add(identity);
  }
  app.lastEvents = app.lastEvents.filter(({ identity }) => !gone.has(String(identity)));
}

function appOfToken(heap: HeapState, authorization: string | undefined): HeapApp | null {
  const token = heap.tokens.get(/^Bearer (.+)$/.exec(authorization ?? "")?.[1] ?? "");
  return token && token.validUntilMs > Date.now() ? appOf(heap, token.appId) : null;
}

function unauthorized(): Answer {
  return { status: 401, body: { error: "Unauthorized" } };
}

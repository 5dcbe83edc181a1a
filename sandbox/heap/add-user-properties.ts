import type { DataCentre } from "../data-centre";
import type { Answer } from "../exchange";
import { isRecord } from "../is-record";
import { complaintAboutProperties, complaintAboutText, MAXIMUM_IDENTITY_LENGTH } from "./check-event";
import { refusalOfApp } from "./known-apps";
import { appOf, type HeapApp, type HeapState } from "./state";

/** Users in one bulk call (Add User Properties page). */
const MAXIMUM_USERS_PER_CALL = 1_000;

/**
 * `POST /api/add_user_properties`, single or bulk: creates the users it does not know and overwrites what is there. One
 * bad user makes it refuse the whole call, as for track.
 */
export function addUserProperties(
  heap: HeapState,
  dataCentre: DataCentre,
  body: Record<string, unknown>,
): Answer {
  const { app_id: appId } = body;
  if (typeof appId !== "string" || !/^\d+$/.test(appId))
    return answer(400, "app_id must be a numeric string");

  const app = appOf(heap, appId);
  const refusal = refusalOfApp(heap, appId, dataCentre);
  if (refusal) return refusal;

  const users: unknown = body.users === undefined ? [body] : body.users;
  if (!Array.isArray(users)) return refuse(app, "users must be an array");
  if (users.length === 0 || users.length > MAXIMUM_USERS_PER_CALL) {
    return refuse(app, `users must hold 1 to ${MAXIMUM_USERS_PER_CALL} users`);
  }
  for (const user of users) {
    const complaint = complaintAboutUser(app, user);
    if (complaint) return refuse(app, complaint);
  }

  app.propertyCalls += 1;
  app.usersWritten += users.length;
  for (const { identity, properties } of users) {
    // A user that a deletion removed and that nobody should name again is a new user all the same.
    if (!app.identities.has(identity)) heap.violations.record("properties_of_unknown_user", identity);
    app.users.set(identity, { ...app.users.get(identity), ...properties });
  }
  return { status: 200, body: {} };
}

function complaintAboutUser(app: HeapApp, user: unknown): string | null {
  if (!isRecord(user)) return "user must be an object";
  const { identity, properties } = user;
  if (app.poisonIdentities.has(String(identity))) return "identity is not accepted";
  if (!isRecord(properties)) return "properties must be an object";
  const reserved = Object.keys(properties).find((name) => /^(id|user_id)$/i.test(name));
  if (reserved !== undefined) return `property ${reserved} is not allowed`;
  return (
    complaintAboutText("identity", identity, MAXIMUM_IDENTITY_LENGTH) ?? complaintAboutProperties(properties)
  );
}

function refuse(app: HeapApp, complaint: string): Answer {
  app.refusedCalls += 1;
  return answer(400, complaint);
}

function answer(status: number, error: string): Answer {
  return { status, body: { error } };
}

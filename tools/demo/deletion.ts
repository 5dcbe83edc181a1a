import { setTimeout as pause } from "node:timers/promises";
import { brazeIdOf } from "@/sandbox/braze/delete-users";
import { heapApiKeyOf } from "@/sandbox/heap/delete-users";
import { createRandom, freshSeed } from "@/sandbox/senders/random";
import type { Sandbox } from "@/sandbox/start";
import type { Api } from "./api";
import type { DemoCustomer } from "./customers";

/** Who asks to be deleted. */
export const LEAVER = "leaver@example.com";
const TIMEOUT_SECONDS = 240;

interface DeletionRow {
  id: string;
  state: string;
  startedAt: string | null;
  words: string | null;
  steps: { party: string; name: string; state: string; words: string | null }[];
}

/** Lets a customer's source carry out requests to delete a user, and gives it a user with events and a second segment. */
export async function setUpLeaver(api: Api, customer: DemoCustomer): Promise<void> {
  const path = `/customers/${customer.id}/sources`;
  const { items } = await api.get<{ items: { id: string; version: number }[] }>(path);
  const [source] = items;
  if (!source) throw new Error(`${customer.name} has no source`);
  await api.patch(`${path}/${source.id}`, {
    version: source.version,
    heapApiKey: heapApiKeyOf(customer.heapAppId),
    carriesOutDeletions: true,
  });
  customer.secrets.push(heapApiKeyOf(customer.heapAppId));

  customer.currents.enqueue(["Sign up", "Sign out"].map((name) => eventOf(customer, name)));
  await customer.currents.flush();
  await customer.segments.sync(customer.segmentIds[1] ?? 0, { add: [LEAVER], remove: [] });
}

/** Braze posts the request to delete this user. */
export async function requestDeletion(customer: DemoCustomer): Promise<void> {
  customer.currents.enqueue([requestOf(customer)]);
  await customer.currents.flush();
}

/** Waits until the request to delete this user is carried out, or failed. */
export async function awaitDeletion(api: Api, customer: DemoCustomer): Promise<void> {
  const deadlineMs = Date.now() + TIMEOUT_SECONDS * 1_000;
  while (Date.now() < deadlineMs) {
    const [request] = await readRequests(api, customer);
    if (request?.state === "done" || request?.state === "failed") break;
    await pause(1_000);
  }
}

/** Heap has deleted the user, so its segment loses them too. */
export async function leaveSegment(customer: DemoCustomer): Promise<void> {
  await customer.segments.sync(customer.segmentIds[1] ?? 0, { add: [], remove: [LEAVER] });
}

/** Where the deleted user is still, in words; empty when they are gone everywhere and the audit log says so. */
export async function findLeaver(api: Api, sandbox: Sandbox, customer: DemoCustomer): Promise<string[]> {
  const [request] = await readRequests(api, customer);
  const { heap, braze } = sandbox.state;
  const workspace = braze.workspaces.get(customer.workspaceKey);
  const isInCohort = [...(workspace?.cohorts.values() ?? [])].some((cohort) => cohort.sent.has(LEAVER));
  const events = await api.get<{ items: unknown[] }>(
    `/customers/${customer.id}/events?identity=${LEAVER}&limit=1`,
  );
  const audit = await api.get<{ items: { action: string }[] }>(`/customers/${customer.id}/audit?limit=100`);
  const facts: [string, boolean][] = [
    [
      `the deletion is ${request?.state ?? "not known"}: ${JSON.stringify(request?.steps)}`,
      request?.state !== "done",
    ],
    ["a step of the deletion is not done", request?.steps.some(({ state }) => state !== "done") ?? true],
    ["Heap still has the deleted user", heap.apps.get(customer.heapAppId)?.identities.has(LEAVER) ?? true],
    ["Braze still has the deleted user", !workspace?.deleted.has(brazeIdOf(customer.workspaceKey, LEAVER))],
    ["a cohort still has the deleted user", isInCohort],
    ["Tributary still has events of the deleted user", events.items.length > 0],
    [
      "the audit log does not say that the user was deleted",
      !audit.items.some(({ action }) => action === "deletion_request.carried_out"),
    ],
  ];
  return facts.filter(([, isWrong]) => isWrong).map(([words]) => `${customer.name}: ${words}`);
}

/** The requests to delete a user that this customer's Braze posted. */
export async function readRequests(api: Api, { id }: DemoCustomer): Promise<DeletionRow[]> {
  return (await api.get<{ items: DeletionRow[] }>(`/customers/${id}/deletion-requests`)).items;
}

function eventOf({ workspaceKey }: DemoCustomer, name: string) {
  const id = createRandom(freshSeed()).uuid();
  const type = "users.behaviors.CustomEvent";
  const body = {
    id,
    event_type: type,
    time: Math.floor(Date.now() / 1_000),
    user: { user_id: brazeIdOf(workspaceKey, LEAVER), external_user_id: LEAVER },
    properties: { name, custom_properties: {} },
  };
  return { body, id, type, expected: "forward" as const };
}

function requestOf({ workspaceKey }: DemoCustomer) {
  const id = createRandom(freshSeed()).uuid();
  const type = "users.UserDeleteRequest";
  const user = { user_id: brazeIdOf(workspaceKey, LEAVER) };
  const body = { id, event_type: type, time: Math.floor(Date.now() / 1_000), user, properties: {} };
  return { body, id, type, expected: "filtered" as const };
}

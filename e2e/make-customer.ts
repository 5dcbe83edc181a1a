import { randomUUID } from "node:crypto";
import type { DestinationInput } from "../lib/setup/destinations/destination-input";
import type { SourceInput } from "../lib/setup/sources/source-input";
import { adminApi } from "./portal";

interface Created {
  id: string;
  endpoint: { url: string };
}

/** A customer in the state `onboarding`, with a name that no other one has. `path` leads to it on screens and in the API. */
export async function makeCustomer(
  label: string,
  ownerId: string | null = null,
): Promise<{ id: string; name: string; path: string }> {
  const name = `${label} ${randomUUID().slice(0, 8)}`;
  const { id } = await adminApi().post<{ id: string }>("/customers", { name, ownerId });
  return { id, name, path: `/customers/${id}` };
}

/** Another number each time, so that no test meets another's Heap app. */
export function newHeapAppId(): string {
  return String(1_000_000_000 + Math.floor(Math.random() * 9_000_000_000));
}

/** A source of the customer at this path, "Currents" unless told otherwise, with an app of its own in the sandbox's Heap. */
export async function makeSource(
  path: string,
  settings: Omit<Partial<SourceInput>, "heapAppId"> = {},
): Promise<{ id: string; url: string; heapAppId: string }> {
  const heapAppId = newHeapAppId();
  const input = { name: "Currents", heapAppId, heapRegion: "sandbox", ...settings };
  const { id, endpoint } = await adminApi().post<Created>(`${path}/sources`, input);
  return { id, url: endpoint.url, heapAppId };
}

/** A Data Import Key that opens a workspace of its own in the sandbox's Braze, and a webhook secret. */
export function newSecrets(): { dataImportKey: string; webhookSecret: string } {
  return { dataImportKey: `sandbox-${randomUUID()}`, webhookSecret: `hook-${randomUUID()}` };
}

/** A destination of the customer at this path, "Cohorts" unless told otherwise, with the secrets given. */
export async function makeDestination<Settings extends Partial<DestinationInput>>(
  path: string,
  settings: Settings,
): Promise<Settings & { id: string; url: string }> {
  const input = { name: "Cohorts", brazeInstance: "sandbox", ...settings };
  const { id, endpoint } = await adminApi().post<Created>(`${path}/destinations`, input);
  return { ...settings, id, url: endpoint.url };
}

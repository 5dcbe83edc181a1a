import { setTimeout as pause } from "node:timers/promises";
import type { Api } from "./api";
import type { DemoCustomer } from "./customers";

const TIMEOUT_SECONDS = 60;

/**
 * Ends the onboarding of the customers without trouble, each once all of its hops are proven, as a CSM would.
 * @throws Error naming a customer whose hops are not all proven in time
 */
export async function goLive(api: Api, customers: readonly DemoCustomer[]): Promise<void> {
  for (const { id, name } of customers.filter(({ trouble }) => trouble === null)) {
    await awaitProven(api, id, name);
    const { version } = await api.get<{ version: number }>(`/customers/${id}`);
    await api.patch(`/customers/${id}`, { version, state: "live" });
  }
}

async function awaitProven(api: Api, id: string, name: string): Promise<void> {
  const deadlineMs = Date.now() + TIMEOUT_SECONDS * 1_000;
  for (;;) {
    const { isAllProven, proven, all } = await api.get<{ isAllProven: boolean; proven: number; all: number }>(
      `/customers/${id}/checks`,
    );
    if (isAllProven) return;
    if (Date.now() > deadlineMs) throw new Error(`${name}: only ${proven} of ${all} hops are proven`);
    await pause(1_000);
  }
}

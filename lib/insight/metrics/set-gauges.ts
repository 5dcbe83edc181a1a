import { Gauge } from "prom-client";
import { pool } from "@/lib/kernel/database";
import { metrics } from "@/lib/kernel/metrics/registry";
import type { StorageState } from "@/lib/kernel/process-health/storage-state";
import type { Facts } from "./read-metric-facts";

/** The embedded engine's waiting work. */
export interface EngineFacts {
  waiting: number;
  sleeping: number;
  running: number;
  failed: number;
  oldestWaitingSeconds: number;
}

/** The gauges are created once per process, by the first bundle of this module. */
function createGauges() {
  const gauge = <Label extends string = never>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `tributary_${name}`, help, labelNames, registers: [metrics.registry] });

  return {
    databaseUp: gauge("database_up", "1 if the database answered this scrape in time, otherwise 0"),
    pendingEvents: gauge(
      "pending_events",
      "Events accepted without an outcome yet; counted up to 100,000 batches",
    ),
    oldestPendingSeconds: gauge(
      "oldest_pending_seconds",
      "Age of the oldest waiting batch, without paused sources",
    ),
    owedMembers: gauge(
      "owed_members",
      "Members that Braze has not been told about yet; counted up to 1,000,000",
    ),
    activeSyncs: gauge("active_syncs", "Syncs queued or running"),
    functionsSilentSeconds: gauge(
      "functions_silent_seconds",
      "Time since a function last ran, whichever engine runs them; since the start of the process at most",
    ),
    waitingHeapApps: gauge("heap_apps_waiting", "Heap apps that wait for Heap's limit or after a failure"),
    heapBudgetUsed: gauge(
      "heap_budget_used_ratio",
      "Share of a minute's events used by the Heap app closest to its limit",
    ),
    openAlerts: gauge("open_alerts", "Open alerts by kind", ["kind"]),
    customers: gauge("customers", "Customers by state", ["state"]),
    engineRuns: gauge("engine_runs", "Runs of the embedded engine; failed ones of the last 7 days", [
      "state",
    ]),
    engineOldestSeconds: gauge(
      "engine_oldest_waiting_seconds",
      "Age of the oldest runnable run that nothing has picked up",
    ),
    unsentMessages: gauge(
      "unsent_messages",
      "Emails and webhook messages of the last day that were given up on or are being retried",
    ),
    retentionOverdueSeconds: gauge(
      "retention_overdue_seconds",
      "How long ago the oldest body or outcome should have been deleted",
    ),
    storageWritable: gauge(
      "storage_writable",
      "1 unless storing failed because the database is full or takes no writes",
    ),
    poolConnections: gauge("database_connections", "Connections of this process to the database", ["state"]),
  };
}

type Gauges = ReturnType<typeof createGauges>;
const shared = globalThis as typeof globalThis & { tributaryGauges?: Gauges };

function gauges(): Gauges {
  shared.tributaryGauges ??= createGauges();
  return shared.tributaryGauges;
}

/** Sets what is read at a scrape. Without facts the database's gauges are removed, so that they are not stale. */
export function setGauges(
  facts: Facts | null,
  engine: EngineFacts | null,
  storage: StorageState | "unknown",
): void {
  const all = gauges();
  put(all.storageWritable, storage === "unknown" ? undefined : Number(storage === "writable"));
  all.poolConnections.set({ state: "in_use" }, pool.totalCount - pool.idleCount);
  all.poolConnections.set({ state: "idle" }, pool.idleCount);
  all.poolConnections.set({ state: "awaited" }, pool.waitingCount);

  all.databaseUp.set(facts ? 1 : 0);
  for (const name of ["pendingEvents", "oldestPendingSeconds", "owedMembers", "activeSyncs"] as const)
    put(all[name], facts?.[name]);
  put(all.functionsSilentSeconds, facts?.functionsSilentSeconds);
  put(all.unsentMessages, facts?.unsentMessages);
  put(all.retentionOverdueSeconds, facts?.retentionOverdueSeconds);
  put(all.waitingHeapApps, facts?.waitingHeapApps);
  put(all.heapBudgetUsed, facts?.heapBudgetUsed);
  putAll(all.openAlerts, "kind", facts?.openAlerts);
  putAll(all.customers, "state", facts?.customers);

  const states = engine && {
    waiting: engine.waiting,
    sleeping: engine.sleeping,
    running: engine.running,
    failed: engine.failed,
  };
  putAll(all.engineRuns, "state", states);
  put(all.engineOldestSeconds, engine?.oldestWaitingSeconds);
}

function put(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove();
  else gauge.set(value);
}

function putAll(
  gauge: Gauge<string>,
  label: string,
  values: Record<string, number> | null | undefined,
): void {
  gauge.reset();
  for (const [name, value] of Object.entries(values ?? {})) gauge.set({ [label]: name }, value);
}

import type { DataCentre } from "../data-centre";
import type { Answer } from "../exchange";
import { appOf, type HeapApp, type HeapState, type KnownApps } from "./state";

/**
 * What Heap knows of an app id in a data centre: null when it is there, otherwise the refusal. Without a list of app ids any
 * exists, in the data centre where its first events came.
 */
export function refusalOfApp(heap: HeapState, appId: string, dataCentre: DataCentre): Answer | null {
  const app = appOf(heap, appId);
  app.dataCentre ??= heap.knownApps ? (heap.knownApps.dataCentres.get(appId) ?? null) : dataCentre;
  if (app.dataCentre === dataCentre && !isUnknown(heap, app)) return null;

  if (app.dataCentre !== null && app.dataCentre !== dataCentre) {
    heap.violations.record("wrong_data_centre", `app ${appId} of ${app.dataCentre} in ${dataCentre}`);
  }
  app.refusedCalls += 1;
  return { status: heap.knownApps?.refusal ?? 400, body: { error: "unknown app_id" } };
}

/** Whether an app id is none that exists, in either data centre. */
export function isUnknown({ knownApps }: HeapState, app: HeapApp): boolean {
  return app.isUnknown || (knownApps !== null && !knownApps.dataCentres.has(app.appId));
}

/**
 * Reads which app ids exist: `{ us?: [...], eu?: [...], refusal?: 400 or 404 }`.
 * @throws Error naming the field that is wrong
 */
export function readKnownApps({ us = [], eu = [], refusal = 400 }: Record<string, unknown>): KnownApps {
  if (refusal !== 400 && refusal !== 404) throw new Error("refusal must be 400 or 404");
  const dataCentres = new Map<string, DataCentre>();
  for (const [dataCentre, appIds] of [["us", us] as const, ["eu", eu] as const]) {
    if (!Array.isArray(appIds)) throw new Error(`${dataCentre} must be a list of app ids`);
    for (const appId of appIds) dataCentres.set(String(appId), dataCentre);
  }
  return { dataCentres, refusal };
}

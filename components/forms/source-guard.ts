import { changeApi } from "@/components/data/call-route";
import type { SourceChange } from "@/lib/setup/sources/source-input";
import type { SourceView } from "@/lib/setup/sources/source-view";
import type { EffectGuard } from "./use-effect-guard";

const PATH = "/api/v1/customers/[customerId]/sources/[sourceId]";

/** The fields whose effect is measured before they are saved. */
const MEASURED = [
  "identityField",
  "prefix",
  "catalogPrefix",
  "propertyRules",
  "protectsPersonalData",
  "propertyNames",
  "eventNames",
  "eventTypes",
  "newTypes",
] as const;

/** What is measured of a change of a source. */
export function guardOf({ customerId, id: sourceId, name }: SourceView): EffectGuard<SourceChange> {
  const params = { customerId, sourceId };
  return {
    name,
    measure: (change) => {
      const body = Object.fromEntries(
        MEASURED.flatMap((field) => (field in change ? [[field, change[field]]] : [])),
      ) as Pick<SourceChange, (typeof MEASURED)[number]>;
      return Object.keys(body).length > 0 ? changeApi("POST", `${PATH}/effects`, { params, body }) : null;
    },
    pauseMeans: "While the source is paused, what Braze sends is queued and does not reach Heap.",
  };
}

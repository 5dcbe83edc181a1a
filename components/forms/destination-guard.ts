import { changeApi } from "@/components/data/call-route";
import type { DestinationChange } from "@/lib/setup/destinations/destination-input";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { EffectGuard } from "./use-effect-guard";

const PATH = "/api/v1/customers/[customerId]/destinations/[destinationId]";

/** What is measured of a change of a destination. No key is sent for that, only what becomes of it. */
export function guardOf(destination: DestinationView): EffectGuard<DestinationChange> {
  const { customerId, id: destinationId, name } = destination;
  const params = { customerId, destinationId };
  return {
    name,
    measure: (change) => {
      const { brazeInstance, identifierKind, aliasLabel } = change;
      const settings = {
        brazeInstance,
        identifierKind,
        aliasLabel,
        dataImportKey: keyOf(change, destination),
      };
      const body = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
      return Object.keys(body).length > 0 ? changeApi("POST", `${PATH}/effects`, { params, body }) : null;
    },
    pauseMeans:
      "While the destination is paused, changes from Heap are still accepted, and nothing reaches Braze.",
  };
}

function keyOf(
  { dataImportKey, sameWorkspace }: Partial<DestinationChange>,
  { hasDataImportKey }: DestinationView,
) {
  if (dataImportKey === undefined || !hasDataImportKey) return undefined;
  if (dataImportKey === null) return "removed";
  return sameWorkspace === true ? undefined : "of_another_workspace";
}

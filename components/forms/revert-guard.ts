import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { guardOf as customerGuard } from "./customer-guard";
import { guardOf as destinationGuard } from "./destination-guard";
import type { Fields } from "./find-revert";
import { guardOf as sourceGuard } from "./source-guard";
import type { EffectGuard } from "./use-effect-guard";

/** What can be taken back: an edit of one of these. */
export type Edited =
  | { kind: "customer"; view: CustomerView }
  | { kind: "source"; view: SourceView }
  | { kind: "destination"; view: DestinationView };

/** How somebody learns what taking an edit back would do. */
export function guardOf(edited: Edited): EffectGuard<Fields> {
  if (edited.kind === "customer") return customerGuard(edited.view);
  if (edited.kind === "source") return sourceGuard(edited.view);
  return destinationGuard(edited.view);
}

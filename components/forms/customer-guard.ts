import type { EffectsView } from "@/lib/insight/effects/effects-view";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import type { EffectGuard } from "./use-effect-guard";

/** What pausing a customer does. */
const STOPS: Promise<EffectsView> = Promise.resolve({
  isLive: true,
  items: [
    {
      about: "flows",
      isHarmful: true,
      message: "Everything stops for this customer: nothing reaches Heap or Braze.",
      cause: "What Braze and Heap send is kept, and sent when the customer is live again.",
      groups: [],
    },
  ],
});

/** What a change of a customer does: only a pause has an effect that can be told. */
export function guardOf({ name, state: saved }: CustomerView): EffectGuard<Pick<CustomerView, "state">> {
  return { name, measure: ({ state }) => (state === "paused" && saved !== "paused" ? STOPS : null) };
}

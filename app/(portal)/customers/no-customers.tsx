import { SearchX, Waypoints } from "lucide-react";
import { useCan } from "@/components/data/use-actor";
import { Button, ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** Why the list is empty: nothing matches the filters (which `onClear` removes), or there are no customers yet. */
export function NoCustomers({ onClear }: { onClear?: () => void }) {
  const canChange = useCan("csm");
  if (onClear) {
    return (
      <EmptyState
        icon={SearchX}
        title="No customer fits these filters"
        action={<Button onClick={onClear}>Clear filters</Button>}
      >
        Archived customers show only when you filter by that state.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Waypoints}
      title="No customers yet"
      action={
        canChange && (
          <ButtonLink href="/customers/new" tone="primary">
            Onboard your first customer
          </ButtonLink>
        )
      }
    >
      {canChange
        ? "A form asks for what Heap and Braze need and gives you two addresses to hand over. It takes about five minutes."
        : "As soon as somebody with the role csm onboards one, it shows here."}
    </EmptyState>
  );
}

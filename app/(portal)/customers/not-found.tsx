import { SearchX } from "lucide-react";
import { ButtonLink } from "@/components/button";
import { EmptyState } from "@/components/empty-state";

/** A customer that is not there. */
export default function CustomerNotFound() {
  return (
    <EmptyState
      icon={SearchX}
      title="There is no such customer"
      action={
        <ButtonLink href="/customers" tone="primary">
          All customers
        </ButtonLink>
      }
    >
      The link may be mistyped. Archived customers stay readable: the list shows them when you filter by that
      state.
    </EmptyState>
  );
}

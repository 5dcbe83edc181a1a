import { SearchX } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

/** A customer that does not exist. */
export default function CustomerNotFound() {
  return (
    <>
      <PageHeader title="Customer not found" />
      <EmptyState
        icon={SearchX}
        title="There is no such customer"
        action={
          <ButtonLink href="/customers" tone="primary">
            All customers
          </ButtonLink>
        }
      >
        The link may be mistyped. Archived customers stay readable: the list shows them when you filter by
        that state.
      </EmptyState>
    </>
  );
}

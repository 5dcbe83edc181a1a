import { SearchX } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";

/** Something of a customer that does not exist. */
export default function NotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState
        icon={SearchX}
        title="There is nothing at this address"
        action={<ButtonLink href="/customers">All customers</ButtonLink>}
      >
        This customer has no such record. It may have been removed after its retention period, or the link may
        be mistyped.
      </EmptyState>
    </>
  );
}

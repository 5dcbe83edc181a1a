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
        What you look for is not among this customer's records. Retention removes old ones; a link may also be
        mistyped.
      </EmptyState>
    </>
  );
}

import { Sprout, UserRound } from "lucide-react";
import { useCan } from "@/components/data/use-actor";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

/** The dashboard while there are no customers at all, or none of one's own. */
export function NothingToShow({ isMine }: { isMine: boolean }) {
  const canChange = useCan("csm");
  if (isMine) {
    return (
      <EmptyState
        icon={UserRound}
        title="You own no customers yet"
        action={<ButtonLink href="/customers?ownerId=none">Customers without an owner</ButtonLink>}
      >
        Customers you own show here with what they need from you. Everybody's are under All customers.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Sprout}
      title="Welcome to Tributary"
      action={
        canChange && (
          <ButtonLink href="/customers/new" tone="primary">
            Onboard your first customer
          </ButtonLink>
        )
      }
    >
      It carries Braze's events into Heap and Heap's segments into Braze.{" "}
      {canChange
        ? "Onboarding a customer takes about five minutes: a form, two addresses to hand over, and a checklist that turns green as each step is proven."
        : "As soon as somebody with the role csm onboards a customer, this page shows how it is doing."}
    </EmptyState>
  );
}

import type { Metadata } from "next";
import { requirePageActor } from "@/app/api/auth/page-actor";
import { Hydrating } from "@/components/ui/hydrating";
import { PageHeader } from "@/components/ui/page-header";
import { listUsers } from "@/lib/team/users/list-users";
import { NewCustomerForm } from "./new-customer-form";

export const metadata: Metadata = { title: "New customer" };
export const dynamic = "force-dynamic";

/** More owners than fit on one page are too many for a list to choose from. */
const MAX_OWNERS = 100;

/** The first step of onboarding: the customer's name, and who looks after it. */
export default async function NewCustomerPage() {
  const actor = await requirePageActor();
  const { items } = await listUsers({ actor }, { limit: MAX_OWNERS });
  const owners = items.filter(({ state }) => state !== "disabled").map(({ id, name }) => ({ id, name }));
  return (
    <div className="max-w-xl">
      <Hydrating />
      <PageHeader
        title="New customer"
        description="About five minutes: the customer, then where their events go, then where their segments go. What you enter is saved at each step."
      />
      <NewCustomerForm owners={owners} />
    </div>
  );
}

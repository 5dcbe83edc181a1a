"use client";

import { Pencil } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { STATE_WORDS } from "@/lib/kernel/audit/field-words";
import { counted } from "@/lib/kernel/words";
import type { CustomerView } from "@/lib/setup/customers/customer-view";
import { type StateSteps, targetWords } from "./customer-values";
import { Fact, Facts } from "./facts";

// Loaded when someone edits, not with the page.
const CustomerForm = dynamic(() => import("./customer-form").then((module) => module.CustomerForm), {
  ssr: false,
});
const ThresholdsForm = dynamic(() => import("./thresholds-form").then((module) => module.ThresholdsForm), {
  ssr: false,
});
const TargetForm = dynamic(() => import("./target-form").then((module) => module.TargetForm), { ssr: false });

interface Props {
  customer: CustomerView;
  canChange: boolean;
}

/** A customer's name, owner and state. */
export function CustomerCard({ customer, canChange, steps }: Props & { steps: StateSteps }) {
  return (
    <EditedCard
      title="Customer"
      edit={canChange ? "Edit customer" : null}
      form={(onClose) => <CustomerForm customer={customer} steps={steps} onClose={onClose} />}
    >
      <Facts>
        <Fact name="Name">{customer.name}</Fact>
        <Fact name="Owner">{customer.owner?.name ?? "No owner"}</Fact>
        <Fact name="State">{STATE_WORDS[customer.state]}</Fact>
      </Facts>
    </EditedCard>
  );
}

/** From when on quarantined events and refused members are trouble. */
export function ThresholdsCard({ customer, canChange }: Props) {
  const { quarantineCount, quarantinePercent, refusedCount, refusedPercent } = customer;
  return (
    <EditedCard
      title="When an alert opens"
      description="An alert opens when both the number and the share are reached. Below that, the customer is healthy, with a note."
      edit={canChange ? "Edit thresholds" : null}
      form={(onClose) => <ThresholdsForm customer={customer} onClose={onClose} />}
    >
      <Facts>
        <Fact name="Quarantined events">
          At least {counted(quarantineCount, "event")} in 24 hours, and at least {quarantinePercent}% of all
          events
        </Fact>
        <Fact name="Refused members">
          At least {counted(refusedCount, "member")}, and at least {refusedPercent}% of those in Heap
        </Fact>
      </Facts>
    </EditedCard>
  );
}

/** Within how long events should have their outcome. */
export function TargetCard({ customer, canChange }: Props) {
  return (
    <EditedCard
      id="target"
      title="Target for events"
      description="How quickly events should reach Heap after they are received. The overview shows the share that meets the target. Missing it does not open an alert."
      edit={canChange ? "Edit target" : null}
      form={(onClose) => <TargetForm customer={customer} onClose={onClose} />}
    >
      <p>{targetWords(customer.lagTargetSeconds)}</p>
    </EditedCard>
  );
}

/** What is saved, and a button for the window with its form. */
function EditedCard(props: {
  id?: string;
  title: string;
  description?: string;
  /** The name of the button; null for those who may only read. */
  edit: string | null;
  form: (onClose: () => void) => ReactNode;
  children: ReactNode;
}) {
  const { id, title, description, edit, form, children } = props;
  const [isEditing, setEditing] = useState(false);
  return (
    <Card
      id={id}
      title={title}
      description={description}
      actions={
        edit !== null && (
          <Button size="small" icon={Pencil} aria-label={edit} onClick={() => setEditing(true)}>
            Edit
          </Button>
        )
      }
    >
      {children}
      {isEditing && form(() => setEditing(false))}
    </Card>
  );
}

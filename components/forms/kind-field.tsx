"use client";

import { useEffect } from "react";
import { type UseFormReturn, useWatch } from "react-hook-form";
import { RadioCards } from "@/components/ui/radio-cards";
import { KIND_WORDS } from "@/lib/kernel/audit/field-words";
import type { SetupOptions } from "@/lib/setup/setup-options";
import { IDENTIFIER_KINDS } from "@/lib/vendors/braze/destination-kinds";
import type { DestinationValues } from "./destination-values";

type Instances = SetupOptions["brazeInstances"];

/**
 * How segments show in Braze, each way with its consequences. Cohorts take a partner key: without one for the chosen instance, or for
 * any while none is chosen, they cannot be chosen, and the form says why.
 */
export function KindField({
  form,
  instances,
}: {
  form: UseFormReturn<DestinationValues>;
  instances: Instances;
}) {
  const { control, register, setValue, formState } = form;
  const [kind, instance, identifierKind] = useWatch({
    control,
    name: ["kind", "brazeInstance", "identifierKind"],
  });
  const chosen = instances.find(({ id }) => id === instance);
  const mayBeCohort = chosen ? chosen.hasPartnerKey : instances.some(({ hasPartnerKey }) => hasPartnerKey);
  const hasChosen = formState.dirtyFields.kind === true;

  useEffect(() => {
    if (!mayBeCohort) setValue("kind", "attribute");
    else if (!hasChosen) setValue("kind", "cohort");
  }, [mayBeCohort, hasChosen, setValue]);
  useEffect(() => {
    if (!IDENTIFIER_KINDS[kind].includes(identifierKind)) setValue("identifierKind", "external_id");
  }, [kind, identifierKind, setValue]);

  return (
    <RadioCards
      legend="How segments show in Braze"
      control={register("kind")}
      options={[
        {
          value: "cohort",
          title: KIND_WORDS.cohort,
          isDisabled: !mayBeCohort,
          description: (
            <>
              {!mayBeCohort && <Unavailable instance={chosen} />}
              Each segment becomes a cohort of the same name, found in Braze under the filter Heap Cohorts. It
              needs the partner key that Braze gives to technology partners, and the customer’s Data Import
              Key. A call to Braze holds up to 1,000 users.
            </>
          ),
        },
        {
          value: "attribute",
          title: KIND_WORDS.attribute,
          description: (
            <>
              Each segment becomes an attribute of its users, such as <code>heap_trial_users</code>: true for
              those who are in it. When they leave, it becomes false or is removed, depending on Setup. It is
              found in Braze under the filter Custom Attributes. It needs no partnership, only the customer’s
              REST API key with the permission users.track. A call holds up to 75 users, so large segments
              take longer, and Braze limits the calls. If the contract counts data points, each user who
              enters or leaves costs one.
            </>
          ),
        },
      ]}
    />
  );
}

/** Why there can be no cohorts, and what to do about it. */
function Unavailable({ instance }: { instance: Instances[number] | undefined }) {
  return (
    <span className="mb-1 block font-medium text-wait">
      Not available: Tributary has no partner key{instance ? " for this instance" : ""}. Braze gives one only
      to technology partners. If you are one, ask the operator of Tributary to set{" "}
      {instance ? instance.partnerKeyName : "BRAZE_PARTNER_KEY_US or BRAZE_PARTNER_KEY_EU"}.
    </span>
  );
}

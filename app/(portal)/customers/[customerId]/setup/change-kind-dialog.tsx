"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { keyOf } from "@/components/data/address";
import { changeApi } from "@/components/data/call-route";
import { useSetupOptions } from "@/components/data/use-setup-options";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, SecretInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import { KIND_WORDS } from "@/lib/kernel/audit/field-words";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { BRAZE_KEYS, IDENTIFIER_KINDS, IDENTIFIERS_POSSIBLE } from "@/lib/vendors/braze/destination-kinds";

const OTHER = { cohort: "attribute", attribute: "cohort" } as const;

/** Says what changing a destination to the other kind means, takes the key that this kind needs, and changes it. */
export function ChangeKindDialog({
  destination,
  onClose,
}: {
  destination: DestinationView;
  onClose: () => void;
}) {
  const { customerId, id, name, version } = destination;
  const kind = OTHER[destination.kind];
  const client = useQueryClient();
  const lists = useSetupOptions();
  const [problem, setProblem] = useState<string | null>(null);
  const { field, name: keyName } = BRAZE_KEYS[kind];
  const form = useForm({ defaultValues: { dataImportKey: "", restApiKey: "" } });
  // A REST API key may be there already, for match checks.
  const hasKey = kind === "attribute" && destination.hasRestApiKey;
  const instance = lists.data?.brazeInstances.find((known) => known.id === destination.brazeInstance);
  const lacksPartnerKey = kind === "cohort" && instance?.hasPartnerKey === false;
  const isMisfit = !IDENTIFIER_KINDS[kind].includes(destination.identifierKind);
  const obstacle = lacksPartnerKey
    ? `Not available: Tributary has no partner key for this instance. Braze gives one only to technology partners. If you are one, ask the operator of Tributary to set ${instance.partnerKeyName}.`
    : isMisfit
      ? `Not possible yet: ${IDENTIFIERS_POSSIBLE[kind]} Press Edit and choose another way to identify users first. All members are then sent again.`
      : null;

  const change = useMutation({
    meta: { isHandled: true },
    mutationFn: (key: string) =>
      changeApi("POST", "/api/v1/customers/[customerId]/destinations/[destinationId]/change-kind", {
        params: { customerId, destinationId: id },
        body: { version, kind, testsKey: true, ...(key && { [field]: key }) },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({
        queryKey: keyOf("/api/v1/customers/[customerId]", { customerId }),
      });
      toast.success(`“${name}” now writes ${KIND_WORDS[kind].toLowerCase()}.`);
      onClose();
    },
    onError: (err) => setProblem(showFieldErrors(err, form.setError, [field])),
  });
  return (
    <Dialog isOpen onClose={onClose} title={`Change “${name}” to ${KIND_WORDS[kind].toLowerCase()}`}>
      <form
        noValidate
        onSubmit={form.handleSubmit((typed) => {
          setProblem(null);
          change.mutate(typed[field].trim());
        })}
        className="space-y-4"
      >
        {obstacle === null && <Consequences kind={kind} />}
        {obstacle !== null ? (
          <p className="rounded-md bg-wait-ground px-3 py-2 text-wait">{obstacle}</p>
        ) : (
          <Field
            label={keyName}
            isOptional={hasKey}
            error={form.formState.errors[field]?.message}
            hint={`${WHERE[kind]} It is tested with Braze first.${hasKey ? " One is set. Leave empty to keep it, if it has both permissions." : ""}`}
          >
            {(control) => (
              <SecretInput
                {...control}
                placeholder={hasKey ? "A key is set" : ""}
                {...form.register(field, { required: hasKey ? false : "Enter the key." })}
              />
            )}
          </Field>
        )}
        <FormProblem problem={problem} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" isBusy={change.isPending} disabled={obstacle !== null}>
            Change to {KIND_WORDS[kind].toLowerCase()}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const WHERE = {
  cohort: "In Braze: Partner Integrations › Technology Partners › Heap, under Data Import Key.",
  attribute:
    "In Braze: Settings › APIs and Identifiers › API Keys. Create a key with the permissions users.track and users.export.ids.",
} as const;

/** What a change to this kind does here, and what it leaves in Braze. */
function Consequences({ kind }: { kind: DestinationView["kind"] }) {
  const points =
    kind === "attribute"
      ? [
          "All segments are sent again with their next sync, each as an attribute, 75 users per call. If the contract counts data points, each user costs one.",
          "The cohorts stay in Braze unchanged: nobody enters or leaves them anymore. Campaigns that use them keep reaching today’s users.",
          "When the first syncs are done, create the new filters under Custom Attributes: each segment’s page shows its attribute. Then remove the filter Heap Cohorts from your campaigns, and ask Braze support to delete the cohorts.",
          "The Data Import Key is removed here.",
        ]
      : [
          "All segments are sent again with their next sync, each as a cohort of the same name, 1,000 users per call.",
          "The attributes stay on the users unchanged, true or false, and are no longer updated. Campaigns that use them keep reaching today’s users.",
          "When the first syncs are done, use the filter Heap Cohorts in your campaigns. Then remove the attributes in Braze, under Data Settings › Custom Attributes. To remove them from everyone here instead, choose “Turn off and clear” for each segment before you change.",
          "The REST API key stays, for match checks and deletions.",
        ];
  return (
    <ol className="list-decimal space-y-2 pl-5 marker:text-ink-soft">
      {points.map((words) => (
        <li key={words} className="pl-1">
          {words}
        </li>
      ))}
    </ol>
  );
}

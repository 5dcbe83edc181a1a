"use client";

import { useForm } from "react-hook-form";
import { showFieldErrors } from "@/components/forms/form-errors";
import { IDENTIFIER_OPTIONS, SEVERAL_USERS } from "@/components/forms/identifier-options";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select, TextInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import type { SegmentDestinationView, SegmentView } from "@/lib/cohorts/segments/segment-view";
import { counted } from "@/lib/kernel/words";
import { IDENTIFIER_KINDS } from "@/lib/vendors/braze/destination-kinds";
import { useChangeSegment } from "./use-change-segment";
import { identifierWords } from "./words";

interface Form {
  /** Empty: the destination's setting applies. */
  identifierKind: NonNullable<SegmentView["identifierKind"]> | "";
  aliasLabel: string;
}

const OPTION_WORDS: Record<NonNullable<SegmentView["identifierKind"]>, string> = {
  external_id: "External ID",
  device_id: "Device ID",
  external_id_or_device_id: "External ID or device ID: each is sent as both",
  alias: "Alias",
  email: "Email address",
  phone: "Phone number",
};

/** How Braze finds a segment's users, and what a change means. */
export function IdentifierDialog(props: {
  segment: SegmentView;
  destination: SegmentDestinationView | undefined;
  onClose: () => void;
}) {
  const { segment, destination, onClose } = props;
  const change = useChangeSegment(segment);
  const form = useForm<Form>({
    defaultValues: { identifierKind: segment.identifierKind ?? "", aliasLabel: segment.aliasLabel ?? "" },
  });
  const { errors, isDirty } = form.formState;
  const kind = destination?.kind ?? "cohort";
  const chosen = form.watch("identifierKind");
  const isAlias = chosen === "alias";

  const submit = form.handleSubmit(async ({ identifierKind, aliasLabel }) => {
    try {
      await change.mutateAsync({
        identifierKind: identifierKind || null,
        aliasLabel: identifierKind === "alias" ? aliasLabel : null,
      });
      toast.success("Identifier changed. Everyone will be sent again: press Sync now to do it right away.");
      onClose();
    } catch (err) {
      form.setError("root", {
        message: showFieldErrors(err, form.setError, ["identifierKind", "aliasLabel"]) ?? undefined,
      });
    }
  });

  return (
    <Dialog isOpen onClose={onClose} title={`How Braze finds the users of “${segment.name}”`}>
      <form onSubmit={submit} className="space-y-4">
        <Field
          label="What Heap’s user IDs are in Braze"
          hint="It must match the user property chosen in Heap for this segment."
          error={errors.identifierKind?.message}
        >
          {(control) => (
            <Select {...control} {...form.register("identifierKind")}>
              <option value="">
                Same as the destination{destination && ` (${identifierWords(destination)})`}
              </option>
              {IDENTIFIER_KINDS[kind].map((value) => (
                <option key={value} value={value}>
                  {OPTION_WORDS[value]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {isAlias && (
          <Field
            label="Alias label"
            hint="The alias label, exactly as written in Braze."
            error={errors.aliasLabel?.message}
          >
            {(control) => (
              <TextInput
                {...control}
                {...form.register("aliasLabel", {
                  validate: (label) => label.trim() !== "" || "Enter the alias label.",
                })}
              />
            )}
          </Field>
        )}
        {(chosen === "email" || chosen === "phone") && (
          <p className="text-ink-soft">
            {IDENTIFIER_OPTIONS.find(({ value }) => value === chosen)?.description} {SEVERAL_USERS}
          </p>
        )}
        <div className="space-y-2 rounded-md bg-wait-ground px-3 py-2 text-wait">
          <p>
            After a change, everyone is sent again with the next sync: {counted(segment.wanted, "member")}.
          </p>
          <p>
            {kind === "cohort"
              ? "Users Braze found by the old identifier stay in the cohort, since Braze has no way to empty one."
              : "Users Braze found by the old identifier keep the attribute as it is."}
          </p>
        </div>
        {errors.root && (
          <p role="alert" className="font-medium text-bad">
            {errors.root.message}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" isBusy={change.isPending} disabled={!isDirty}>
            Change identifier
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

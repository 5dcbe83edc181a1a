"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refreshCustomer } from "@/app/(portal)/customers/[customerId]/(overview)/use-overview";
import { changeApi } from "@/components/data/call-route";
import { DiscardDialog } from "@/components/forms/leave-guard";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field, SecretInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import type { SourceView } from "@/lib/setup/sources/source-view";

/** What is asked about a source's requests to delete a user. */
export type DeletionsQuestion = "key" | "remove_key" | "switch_on" | "switch_off";

const WORDS: Record<DeletionsQuestion, { title: string; label: string; meaning: string[] }> = {
  key: {
    title: "Heap API key",
    label: "Save key",
    meaning: [
      "It lets Tributary delete users in Heap. Use the key of the app’s Main Production environment: Heap refuses any other. It is stored encrypted and never shown again.",
    ],
  },
  remove_key: {
    title: "Remove the Heap API key?",
    label: "Remove key",
    meaning: ["You will have to delete users in Heap by hand. Forwarding is not affected."],
  },
  switch_on: {
    title: "Carry out deletion requests automatically?",
    label: "Switch on",
    meaning: [
      "From now on, every user that Braze asks Tributary to delete is erased here, deleted in Heap with their whole history, and deleted in Braze where the destination’s REST API key allows it. Nobody is asked first, and it cannot be undone.",
      "If one of the user’s IDs also belongs to someone else, nothing is deleted until a person decides.",
      "Requests that are already waiting stay as they are. Start them under Data and erasure.",
    ],
  },
  switch_off: {
    title: "Stop carrying out deletion requests automatically?",
    label: "Decide case by case",
    meaning: ["New requests will wait for an admin. Those in progress continue."],
  },
};

/** Takes the Heap API key, or asks before a change to what becomes of the requests. */
export function SourceDeletionsDialog(props: {
  source: SourceView;
  asking: DeletionsQuestion;
  onClose: () => void;
}) {
  const { source, asking, onClose } = props;
  const [key, setKey] = useState("");
  const [isLeaving, setLeaving] = useState(false);
  const change = useChange(source);
  const { title, label, meaning } = WORDS[asking];
  const body = {
    key: { heapApiKey: key },
    remove_key: { heapApiKey: null },
    switch_on: { carriesOutDeletions: true },
    switch_off: { carriesOutDeletions: false },
  }[asking];
  return (
    <>
      <ConfirmDialog
        isOpen
        onClose={() => (key === "" ? onClose() : setLeaving(true))}
        title={title}
        confirmLabel={label}
        tone={asking === "switch_on" || asking === "remove_key" ? "danger" : "primary"}
        isBusy={change.isPending}
        onConfirm={() => {
          if (asking !== "key" || key.trim() !== "") change.mutate(body, { onSuccess: onClose });
        }}
      >
        {meaning.map((words) => (
          <p key={words}>{words}</p>
        ))}
        {asking === "key" && (
          <Field label="Heap API key" error={change.error?.message}>
            {(control) => (
              <SecretInput
                {...control}
                required
                value={key}
                onChange={(event) => setKey(event.target.value)}
              />
            )}
          </Field>
        )}
      </ConfirmDialog>
      <DiscardDialog
        isOpen={isLeaving}
        confirmLabel="Discard changes"
        onClose={() => setLeaving(false)}
        onDiscard={onClose}
      />
    </>
  );
}

function useChange({ customerId, id: sourceId, version, name }: SourceView) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { heapApiKey?: string | null; carriesOutDeletions?: boolean }) =>
      changeApi("PATCH", "/api/v1/customers/[customerId]/sources/[sourceId]", {
        params: { customerId, sourceId },
        body: { version, ...change },
      }),
    onSuccess: () => toast.success(`“${name}” saved.`),
    onError: (err) => toast.error(err.message),
    onSettled: () => refreshCustomer(client, customerId),
  });
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { changeApi } from "@/components/data/call-route";
import { useIdempotencyKey } from "@/components/data/use-idempotency-key";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, Select } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import type { RevealedStatusLinkView, StatusLinkView } from "@/lib/setup/status-links/status-link-view";
import { PERMISSIONS } from "./words";

const VALID_DAYS = [7, 30, 90, 365];

/** Makes a status link, or changes what one allows. */
export function StatusLinkDialog(props: {
  customerId: string;
  /** The link to change; null makes one. */
  link: StatusLinkView | null;
  onClose: () => void;
  onCreated: (link: RevealedStatusLinkView) => void;
  onSaved: () => Promise<unknown>;
}) {
  const { customerId, link, onClose, onCreated, onSaved } = props;
  const keyFor = useIdempotencyKey();
  const [validDays, setValidDays] = useState("90");
  const [allowed, setAllowed] = useState({
    canSync: link?.canSync ?? false,
    canToggle: link?.canToggle ?? false,
    canCopyEndpoints: link?.canCopyEndpoints ?? false,
  });

  const save = useMutation({
    meta: { isHandled: true },
    mutationFn: async () => {
      if (link) {
        await changeApi("PATCH", "/api/v1/customers/[customerId]/status-links/[statusLinkId]", {
          params: { customerId, statusLinkId: link.id },
          body: { version: link.version, ...allowed },
        });
        return;
      }
      const body = { validDays: validDays === "" ? null : Number(validDays), ...allowed };
      const request = { params: { customerId }, body, idempotencyKey: keyFor(body) };
      onCreated(await changeApi("POST", "/api/v1/customers/[customerId]/status-links", request));
    },
    onSuccess: () => {
      toast.success(link ? "Status link saved." : "Status link created. Copy its address.");
      onClose();
    },
    onSettled: onSaved,
  });

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={link ? `Change the status link ending in ${link.hint}` : "New status link"}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
        className="space-y-4"
      >
        {!link && (
          <Field label="Works for">
            {(control) => (
              <Select {...control} value={validDays} onChange={(event) => setValidDays(event.target.value)}>
                {VALID_DAYS.map((days) => (
                  <option key={days} value={days}>
                    {days} days
                  </option>
                ))}
                <option value="">Until it is revoked</option>
              </Select>
            )}
          </Field>
        )}
        <fieldset>
          <legend className="mb-1.5 font-medium">Besides viewing, the customer can</legend>
          <div className="space-y-2.5">
            {PERMISSIONS.map(({ name, label, hint }) => (
              <label key={name} className="flex items-start gap-2.5">
                <input
                  type="checkbox"
                  checked={allowed[name]}
                  onChange={(event) => setAllowed({ ...allowed, [name]: event.target.checked })}
                  className="mt-0.5 size-4 shrink-0 accent-(--accent)"
                />
                <span>
                  {label}
                  <span className="block text-xs text-ink-soft">{hint}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <FormProblem problem={save.error?.message ?? null} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" isBusy={save.isPending}>
            {link ? "Save" : "Create status link"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

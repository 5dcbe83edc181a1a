"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextInput } from "@/components/ui/field";
import type { InvitedUserView } from "@/lib/team/users/invite-user";
import type { InvitationInput } from "@/lib/team/users/user-input";
import { LinkShown } from "./link-shown";
import { RoleSelect } from "./role-select";
import { useTeamChange } from "./use-team-change";

/** Asks for the person, then shows the link to pass on. */
export function InviteDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const [invited, setInvited] = useState<InvitedUserView | null>(null);

  function close() {
    setInvited(null);
    onClose();
  }

  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={invited ? `${invited.user.name} is invited` : "Invite to the team"}
    >
      {invited ? (
        <LinkShown invited={invited} onClose={close} />
      ) : (
        <InviteForm onDone={setInvited} onClose={close} />
      )}
    </Dialog>
  );
}

function InviteForm(props: { onDone: (invited: InvitedUserView) => void; onClose: () => void }) {
  const form = useForm<InvitationInput>({ defaultValues: { email: "", name: "", role: "csm" } });
  const { errors } = form.formState;
  const invite = useTeamChange((body: InvitationInput) => changeApi("POST", "/api/v1/users", { body }), {
    onSuccess: props.onDone,
    isHandled: true,
  });

  async function submit(input: InvitationInput) {
    await invite.mutateAsync(input).catch((err) => {
      const left = showFieldErrors(err, form.setError, ["email", "name", "role"]);
      if (left) form.setError("root", { message: left });
    });
  }

  return (
    <form noValidate onSubmit={form.handleSubmit(submit)} className="space-y-4">
      <Field label="Email" error={errors.email?.message}>
        {(control) => <TextInput {...control} type="email" {...form.register("email")} />}
      </Field>
      <Field label="Name" error={errors.name?.message}>
        {(control) => <TextInput {...control} {...form.register("name")} />}
      </Field>
      <Field label="Role" error={errors.role?.message}>
        {(control) => <RoleSelect {...control} {...form.register("role")} />}
      </Field>
      <FormProblem problem={errors.root?.message ?? null} />
      <p className="text-xs text-ink-soft">
        You get a link to send them, which they use to set a password. It can be used once, within 7 days.
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={props.onClose}>Cancel</Button>
        <Button type="submit" tone="primary" isBusy={invite.isPending}>
          Invite
        </Button>
      </div>
    </form>
  );
}

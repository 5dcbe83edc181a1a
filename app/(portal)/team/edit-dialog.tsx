"use client";

import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field, TextInput } from "@/components/ui/field";
import { toast } from "@/components/ui/notify";
import type { UserChange } from "@/lib/team/users/user-input";
import type { UserView } from "@/lib/team/users/user-view";
import { RoleSelect } from "./role-select";
import { useTeamChange } from "./use-team-change";

/** Name and role of a member. */
export function EditDialog({ member, onClose }: { member: UserView; onClose: () => void }) {
  const form = useForm<UserChange>({
    defaultValues: { version: member.version, name: member.name, role: member.role },
  });
  const { errors } = form.formState;
  const update = useTeamChange(
    (body: UserChange) =>
      changeApi("PATCH", "/api/v1/users/[userId]", { params: { userId: member.id }, body }),
    {
      onSuccess: (user) => {
        toast.success(`Changes to ${user.name} saved.`);
        onClose();
      },
      isHandled: true,
    },
  );

  async function submit(change: UserChange) {
    await update.mutateAsync(change).catch((err) => {
      const left = showFieldErrors(err, form.setError, ["name", "role"]);
      if (left) form.setError("root", { message: left });
    });
  }

  return (
    <Dialog isOpen onClose={onClose} title={`Edit ${member.name}`} description={member.email}>
      <form noValidate onSubmit={form.handleSubmit(submit)} className="space-y-4">
        <Field label="Name" error={errors.name?.message}>
          {(control) => <TextInput {...control} {...form.register("name")} />}
        </Field>
        <Field
          label="Role"
          error={errors.role?.message}
          hint="A new role applies right away, including to open sessions and API keys."
        >
          {(control) => <RoleSelect {...control} {...form.register("role")} />}
        </Field>
        <FormProblem problem={errors.root?.message ?? null} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" isBusy={update.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

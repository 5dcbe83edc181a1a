"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { trySignIn } from "@/app/sign-in/try-sign-in";
import { changeApi } from "@/components/data/call-route";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";

interface Input {
  currentPassword: string;
  password: string;
}

/** The user's own password. All sessions end with the change; this browser signs in again by itself. */
export function ChangePasswordDialog({ email, onClose }: { email: string; onClose: () => void }) {
  const form = useForm<Input>({ defaultValues: { currentPassword: "", password: "" } });
  const { errors } = form.formState;
  const change = useMutation({
    mutationFn: (input: Input) => changeApi("POST", "/api/v1/me/password", { body: input }),
    meta: { isHandled: true },
  });

  async function submit(input: Input) {
    try {
      await change.mutateAsync(input);
    } catch (err) {
      const left = showFieldErrors(err, form.setError, ["currentPassword", "password"]);
      if (left) form.setError("root", { message: left });
      return;
    }
    const problem = await trySignIn(email, input.password);
    window.location.assign(problem === null ? "/account" : "/sign-in");
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Change my password"
      description="You stay signed in here and are signed out everywhere else."
    >
      <form noValidate onSubmit={form.handleSubmit(submit)} className="space-y-4">
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        <Field label="Current password" error={errors.currentPassword?.message}>
          {(control) => (
            <PasswordInput
              {...control}
              autoComplete="current-password"
              {...form.register("currentPassword")}
            />
          )}
        </Field>
        <Field label="New password" error={errors.password?.message}>
          {(control) => (
            <PasswordInput {...control} autoComplete="new-password" {...form.register("password")} />
          )}
        </Field>
        <FormProblem problem={errors.root?.message ?? null} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" isBusy={form.formState.isSubmitting}>
            Change password
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

"use client";

import { useMutation } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { changeApi } from "@/components/data/call-route";
import { showFieldErrors } from "@/components/forms/form-errors";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";

interface Input {
  currentPassword: string;
}

/** The owner's consent to connect single sign-on; then the browser goes to the provider and comes back here. */
export function ConnectDialog(props: { email: string; provider: string; onClose: () => void }) {
  const { email, provider, onClose } = props;
  const form = useForm<Input>({ defaultValues: { currentPassword: "" } });
  const { errors } = form.formState;
  const allow = useMutation({
    mutationFn: (body: Input) => changeApi("POST", "/api/v1/me/connect-provider", { body }),
    meta: { isHandled: true },
  });

  async function submit(input: Input) {
    try {
      await allow.mutateAsync(input);
      const { signIn } = await import("next-auth/react");
      await signIn("oidc", { callbackUrl: "/account" });
    } catch (err) {
      const left = showFieldErrors(err, form.setError, ["currentPassword"]);
      if (left) form.setError("root", { message: left });
    }
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Connect ${provider}`}
      description={`You sign in at ${provider} next. From then on, you can sign in here with that account, even if its email address is different.`}
    >
      <form noValidate onSubmit={form.handleSubmit(submit)} className="space-y-4">
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        <Field
          label="Your Tributary password"
          error={errors.currentPassword?.message}
          hint="This confirms that it is you."
        >
          {(control) => (
            <PasswordInput
              {...control}
              autoComplete="current-password"
              {...form.register("currentPassword")}
            />
          )}
        </Field>
        <FormProblem problem={errors.root?.message ?? null} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" isBusy={form.formState.isSubmitting}>
            Continue
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

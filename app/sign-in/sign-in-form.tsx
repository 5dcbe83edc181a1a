"use client";

import { type FormEvent, useRef, useState } from "react";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { trySignIn } from "./try-sign-in";

/** Email and password. A refusal never reveals which of the two was wrong. */
export function SignInForm({ returnTo }: { returnTo: string }) {
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setError(null);

    // Read from the form: password managers fill it without telling React.
    const fields = new FormData(event.currentTarget);
    const problem = await trySignIn(String(fields.get("email")), String(fields.get("password")));
    if (problem === null) {
      // A full load, so that every server component sees the new session.
      window.location.assign(returnTo);
      return;
    }
    setError(problem);
    setBusy(false);
    const password = form.current?.elements.namedItem("password");
    if (password instanceof HTMLInputElement) password.select();
  }

  return (
    <form ref={form} onSubmit={submit} method="post" className="space-y-4">
      <Field label="Email">
        {(control) => (
          <TextInput
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            autoCapitalize="off"
            required
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => <PasswordInput {...control} name="password" autoComplete="current-password" required />}
      </Field>
      <FormProblem problem={error} />
      <Button type="submit" tone="primary" isBusy={isBusy} className="w-full">
        {isBusy ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}

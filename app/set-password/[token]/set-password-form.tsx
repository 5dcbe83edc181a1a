"use client";

import { type FormEvent, useState } from "react";
import { trySignIn } from "@/app/sign-in/try-sign-in";
import { ApiError } from "@/components/data/call-api";
import { changeApi } from "@/components/data/call-route";
import { FormProblem } from "@/components/forms/form-problem";
import { Button } from "@/components/ui/button";
import { Field, TextInput } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";

/** Sets the password and signs in with it. The address is there for the password manager. */
export function SetPasswordForm(props: { token: string; email: string; minLength: number }) {
  const { token, email, minLength } = props;
  const [error, setError] = useState<{ field?: string; form?: string }>({});
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setError({});
    const password = String(new FormData(event.currentTarget).get("password"));
    try {
      await changeApi("POST", "/api/v1/password-links", { body: { token, password } });
    } catch (err) {
      setError(wordsOf(err));
      setBusy(false);
      return;
    }
    const problem = await trySignIn(email, password);
    window.location.assign(problem === null ? "/" : "/sign-in");
  }

  return (
    <form onSubmit={submit} method="post" className="space-y-4 rounded-lg border border-line bg-surface p-5">
      <Field label="Email">
        {(control) => (
          <TextInput
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            value={email}
            readOnly
            className="read-only:bg-raised"
          />
        )}
      </Field>
      <Field
        label="New password"
        error={error.field}
        hint={`At least ${minLength} characters. A few unrelated words are easy to remember and hard to guess.`}
      >
        {(control) => (
          <PasswordInput
            {...control}
            name="password"
            autoComplete="new-password"
            minLength={minLength}
            required
          />
        )}
      </Field>
      <FormProblem problem={error.form ?? null} />
      <Button type="submit" tone="primary" isBusy={isBusy} className="w-full">
        {isBusy ? "Setting the password…" : "Set password and sign in"}
      </Button>
    </form>
  );
}

function wordsOf(err: unknown): { field?: string; form?: string } {
  if (!(err instanceof ApiError)) return { form: "Something went wrong on this page. Reload it." };
  const { password } = err.fields;
  return password ? { field: `The password ${password}.` } : { form: err.message };
}

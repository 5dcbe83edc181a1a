"use client";

import { signIn } from "next-auth/react";
import { type FormEvent, useRef, useState } from "react";

/** E-mail and password. A refusal never tells which of the two was wrong. */
export function SignInForm() {
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setBusy(true);
    setError(null);

    const problem = await trySignIn(new FormData(event.currentTarget));
    if (problem === null) {
      // A full load, so that every server component sees the new session.
      window.location.assign("/");
      return;
    }
    setError(problem);
    setBusy(false);
    passwordField.current?.select();
  }

  return (
    <form onSubmit={submit} method="post" className="rounded-lg border border-line bg-surface p-5">
      <label className="block font-medium" htmlFor="email">
        E-mail
      </label>
      <input id="email" name="email" type="email" autoComplete="username" required className={FIELD} />
      <label className="mt-4 block font-medium" htmlFor="password">
        Password
      </label>
      <input
        ref={passwordField}
        id="password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        className={FIELD}
      />
      <p role="alert" className={error ? "mt-4 rounded-md bg-bad-ground px-3 py-2 text-bad" : ""}>
        {error}
      </p>
      <button
        type="submit"
        disabled={isBusy}
        className="mt-5 w-full rounded-md bg-accent px-3 py-2 font-medium text-accent-ink disabled:opacity-60"
      >
        {isBusy ? "Signing in …" : "Sign in"}
      </button>
    </form>
  );
}

const FIELD =
  "mt-1 block w-full rounded-md border border-line-strong bg-ground px-3 py-2 text-base sm:text-sm";

/** Null when it worked, else what to tell. */
async function trySignIn(form: FormData): Promise<string | null> {
  try {
    const answer = await signIn("credentials", {
      email: form.get("email"),
      password: form.get("password"),
      redirect: false,
    });
    if (answer?.ok && !answer.error) return null;
    return answer?.error && answer.error !== "CredentialsSignin"
      ? answer.error
      : "E-mail and password do not fit together.";
  } catch {
    return "Tributary does not answer. Try again in a moment.";
  }
}

"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { ApiError } from "@/components/data/call-api";
import { changeApi } from "@/components/data/call-route";
import { showFieldErrors } from "@/components/forms/form-errors";
import { Button } from "@/components/ui/button";
import { Field, SecretInput } from "@/components/ui/field";
import type { EnteredView } from "@/lib/setup/connect-links/enter-secrets";
import type { ConnectForm as Form } from "@/lib/setup/connect-links/open-connect-link";
import { Intro } from "./intro";
import { LinkOver } from "./link-over";
import { Saved } from "./saved";
import { DataImportKeyHint, RestApiKeyHint, WebhookSecretHint } from "./where-to-find";

const EMPTY = { dataImportKey: "", restApiKey: "", webhookSecret: "" };
const NAMES = ["dataImportKey", "restApiKey", "webhookSecret"] as const;

/** The customer's form: three secrets, tried and stored together or not at all. */
export function ConnectForm({ token, form }: { token: string; form: Form }) {
  const { register, handleSubmit, setError, formState } = useForm({ defaultValues: EMPTY });
  const { errors, isSubmitting } = formState;
  const [problem, setProblem] = useState<string | null>(null);
  const [saved, setSaved] = useState<EnteredView | null>(null);
  const [isOver, setOver] = useState(false);

  async function send(values: typeof EMPTY) {
    setProblem(null);
    try {
      // Empty fields are left out: what is there stays.
      const entered = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
      const answer = await changeApi("POST", "/api/connect/[token]", { params: { token }, body: entered });
      if (answer.isSaved) return setSaved(answer);

      const words = [answer.message, "Nothing was saved.", answer.nextAction].filter(Boolean).join(" ");
      if (answer.verdict === "refused") setError("dataImportKey", { message: words }, { shouldFocus: true });
      else setProblem(words);
    } catch (err) {
      if (err instanceof ApiError && err.status === 404) setOver(true);
      else setProblem(showFieldErrors(err, setError, NAMES));
    }
  }

  if (isOver) return <LinkOver />;
  if (saved) return <Saved answer={saved} customerName={form.customerName} />;

  return (
    <main className="mx-auto w-full max-w-xl px-4 py-10 sm:py-14">
      <Intro form={form} />
      <form
        method="post"
        noValidate
        onSubmit={handleSubmit(send)}
        className="mt-6 space-y-6 rounded-lg border border-line bg-surface p-5"
      >
        <Field
          label="Data Import Key"
          isOptional={form.hasDataImportKey}
          error={errors.dataImportKey?.message}
          hint={<DataImportKeyHint form={form} />}
        >
          {(control) => <SecretInput {...control} {...register("dataImportKey")} />}
        </Field>
        <Field
          label="REST API key"
          isOptional
          error={errors.restApiKey?.message}
          hint={<RestApiKeyHint form={form} />}
        >
          {(control) => <SecretInput {...control} {...register("restApiKey")} />}
        </Field>
        {form.takesWebhookSecret ? (
          <Field
            label="Heap webhook secret"
            isOptional
            error={errors.webhookSecret?.message}
            hint={<WebhookSecretHint form={form} />}
          >
            {(control) => <SecretInput {...control} {...register("webhookSecret")} />}
          </Field>
        ) : (
          <p className="text-ink-soft">
            <span className="block font-medium text-ink">Heap webhook secret</span>
            Two are set already. To enter another, ask the person who sent you this link to revoke one first.
          </p>
        )}
        <p role="alert" className={problem ? "rounded-md bg-bad-ground px-3 py-2 text-bad" : "sr-only"}>
          {problem}
        </p>
        <Button type="submit" tone="primary" isBusy={isSubmitting} className="w-full">
          {isSubmitting ? "Checking and saving …" : "Save"}
        </Button>
      </form>
    </main>
  );
}

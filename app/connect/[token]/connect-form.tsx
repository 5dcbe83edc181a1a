"use client";

import { CircleCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { ApiError } from "@/components/data/call-api";
import { changeApi } from "@/components/data/call-route";
import { DateTime } from "@/components/format/time-ago";
import { showFieldErrors } from "@/components/forms/form-errors";
import { type WorkspaceChoice, WorkspaceChoiceField } from "@/components/forms/workspace-choice";
import { Button } from "@/components/ui/button";
import { Field, SecretInput } from "@/components/ui/field";
import { Logo } from "@/components/ui/logo";
import type { EnteredView } from "@/lib/cohorts/destinations/enter-secrets";
import type { ConnectForm as Form } from "@/lib/setup/connect-links/open-connect-link";
import { BRAZE_KEYS } from "@/lib/vendors/braze/destination-kinds";
import { LinkOver } from "./link-over";
import { DataImportKeyHint, RestApiKeyHint, TrackKeyHint, WebhookSecretHint } from "./where-to-find";

const NAMES = ["dataImportKey", "restApiKey", "webhookSecret"] as const;

type Typed = Record<(typeof NAMES)[number], string> & { workspace: WorkspaceChoice };

const EMPTY: Typed = { dataImportKey: "", restApiKey: "", webhookSecret: "", workspace: "other" };

/** The customer's form: three secrets, tried and stored together or not at all. */
export function ConnectForm({ token, form }: { token: string; form: Form }) {
  const { register, handleSubmit, setError, formState, control } = useForm({ defaultValues: EMPTY });
  const { kind } = form;
  const { field, name } = BRAZE_KEYS[kind];
  const hasKey = kind === "cohort" ? form.hasDataImportKey : form.hasRestApiKey;
  const typedKey = useWatch({ control, name: field });
  const asksWorkspace = hasKey && typedKey.trim() !== "";
  const { errors, isSubmitting } = formState;
  const [problem, setProblem] = useState<string | null>(null);
  const [saved, setSaved] = useState<EnteredView | null>(null);
  const [isOver, setOver] = useState(false);

  async function send({ workspace, ...values }: Typed) {
    setProblem(null);
    try {
      // Empty fields are left out: what is there stays.
      const body = {
        dataImportKey: filledIn(values.dataImportKey),
        restApiKey: filledIn(values.restApiKey),
        webhookSecret: filledIn(values.webhookSecret),
        sameWorkspace: asksWorkspace ? workspace === "same" : undefined,
      };
      const answer = await changeApi("POST", "/api/connect/[token]", { params: { token }, body });
      if (answer.isSaved) return setSaved(answer);

      const words = [answer.message, "Nothing was saved.", answer.nextAction].filter(Boolean).join(" ");
      if (answer.verdict === "refused") setError(field, { message: words }, { shouldFocus: true });
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
          label={name}
          isOptional={hasKey}
          error={errors[field]?.message}
          hint={kind === "cohort" ? <DataImportKeyHint form={form} /> : <TrackKeyHint form={form} />}
        >
          {(control) => <SecretInput {...control} {...register(field)} />}
        </Field>
        {asksWorkspace && <WorkspaceChoiceField control={register("workspace")} kind={kind} />}
        {kind === "cohort" && (
          <Field
            label="REST API key"
            isOptional
            error={errors.restApiKey?.message}
            hint={<RestApiKeyHint form={form} />}
          >
            {(control) => <SecretInput {...control} {...register("restApiKey")} />}
          </Field>
        )}
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
            Two are already set. To enter another, ask the person who sent you this link to revoke one first.
          </p>
        )}
        <p role="alert" className={problem ? "rounded-md bg-bad-ground px-3 py-2 text-bad" : "sr-only"}>
          {problem}
        </p>
        <Button type="submit" tone="primary" isBusy={isSubmitting} className="w-full">
          {isSubmitting ? "Checking and saving…" : "Save"}
        </Button>
      </form>
    </main>
  );
}

function filledIn(value: string): string | undefined {
  return value.trim() === "" ? undefined : value;
}

/** Who asks, what for, and what happens to the values. */
function Intro({ form: { customerName, kind, expiresAt } }: { form: Form }) {
  return (
    <header>
      <Logo size={28} />
      <h1 className="mt-4 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">
        Keys for {customerName}
      </h1>
      <p className="mt-2 text-ink-soft">
        The team that connects your Heap and Braze needs these keys. They use Tributary, which keeps{" "}
        {kind === "cohort" ? "a Braze cohort" : "a custom attribute in Braze"} in sync with each of your Heap
        segments. The keys let Braze accept what Tributary sends, and let Tributary verify that updates really
        come from your Heap.
      </p>
      <ul className="mt-4 list-disc space-y-1 pl-5 text-ink-soft marker:text-line-strong">
        <li>What you enter is stored encrypted and never shown again. The team sees only that it is set.</li>
        <li>The {BRAZE_KEYS[kind].name} is tested with Braze when you save. This changes nothing there.</li>
        <li>
          This link works once, until <DateTime value={expiresAt} />.
        </li>
      </ul>
    </header>
  );
}

/** What the customer sees once the values are stored; this uses up the link. */
function Saved({ answer, customerName }: { answer: EnteredView; customerName: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-md text-center">
        <CircleCheck aria-hidden="true" className="mx-auto size-8 text-good" strokeWidth={1.5} />
        <h1
          ref={heading}
          tabIndex={-1}
          className="mt-4 text-lg font-semibold tracking-tight [overflow-wrap:anywhere] focus:outline-none"
        >
          Saved for {customerName}
        </h1>
        {answer.message && (
          <p
            className={
              answer.verdict === "accepted"
                ? "mt-1 text-good"
                : "mt-3 rounded-md bg-wait-ground px-3 py-2 text-wait"
            }
          >
            {answer.message} {answer.nextAction}
          </p>
        )}
        <p className="mt-2 text-ink-soft">
          The team can see that the values are set, but not the values. You can close this page. The link will
          not work again.
        </p>
      </div>
    </main>
  );
}

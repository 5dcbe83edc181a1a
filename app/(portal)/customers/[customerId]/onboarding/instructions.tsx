import { ChevronRight, Mail } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { type InstructionList, type InstructionStep, toPlainText } from "./instruction-steps";

/** Numbered instructions for the customer, with their values filled in, to copy as text or to mail. */
export function Instructions(props: {
  title: string;
  steps: readonly InstructionStep[];
  /** Whether the steps contain the address; until then there is nothing worth sending. */
  isComplete: boolean;
  /** What shows the address and the token, each in the step that needs it. */
  secrets: Readonly<Partial<Record<NonNullable<InstructionStep["secret"]>, ReactNode>>>;
  children?: ReactNode;
}) {
  const { title, steps, isComplete, secrets, children } = props;
  const text = toPlainText(title, steps);
  const mailto = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(text)}`;
  return (
    <Card
      title={title}
      actions={
        isComplete && (
          <>
            <CopyButton size="small" text={text} label="Copy instructions" />
            <ButtonLink size="small" icon={Mail} href={mailto} prefetch={false}>
              Email
            </ButtonLink>
          </>
        )
      }
    >
      <p className="text-xs text-ink-soft">
        {isComplete
          ? "The text and the email contain the URL and no other secret: share them only with the people who set it up."
          : "Show the URL below to copy or email these steps. The audit log records who showed it."}
      </p>
      <ol className="mt-4 list-decimal space-y-2.5 pl-5 marker:text-ink-soft">
        {steps.map(({ words, values, secret, lists }) => (
          <li key={words} className="pl-1">
            {words}
            {secret ? (
              <div className="mt-1.5 max-w-2xl">{secrets[secret]}</div>
            ) : (
              values?.map(({ label, value }) => (
                <div key={label} className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
                  <span className="text-ink-soft">{label}</span>
                  <code className="min-w-0 rounded bg-raised px-1.5 py-0.5 font-mono [overflow-wrap:anywhere]">
                    {value}
                  </code>
                </div>
              ))
            )}
            {lists && <FoldedLists lists={lists} />}
          </li>
        ))}
      </ol>
      {children}
    </Card>
  );
}

function FoldedLists({ lists }: { lists: readonly InstructionList[] }) {
  return (
    <details className="group mt-1 text-xs">
      <summary className="flex w-fit cursor-pointer items-center gap-1 py-1 font-medium text-accent">
        <ChevronRight
          aria-hidden="true"
          className="size-3.5 transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        Show the events, as Braze names them
      </summary>
      {lists.map(({ title, groups }) => (
        <section key={title} aria-label={title} className="mt-2">
          <h3 className="font-medium">{title}</h3>
          <dl className="mt-1 grid gap-x-4 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)]">
            {groups.map(({ group, names }) => (
              <div key={group} className="contents">
                <dt className="text-ink-soft">{group}</dt>
                <dd className="max-sm:mb-1 [overflow-wrap:anywhere]">{names.join(", ")}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </details>
  );
}

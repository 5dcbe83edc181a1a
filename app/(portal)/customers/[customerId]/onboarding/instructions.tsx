import { Mail } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { type InstructionStep, toPlainText } from "./instruction-steps";

/** Numbered instructions for the customer, with their values filled in, to copy as text or to mail. */
export function Instructions(props: {
  title: string;
  steps: readonly InstructionStep[];
  /** Whether the steps contain the address; until then there is nothing worth sending. */
  isComplete: boolean;
  /** Where the address is shown. */
  address: ReactNode;
  children?: ReactNode;
}) {
  const { title, steps, isComplete, address, children } = props;
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
              Mail
            </ButtonLink>
          </>
        )
      }
    >
      {address}
      <p className="mt-2 text-xs text-ink-soft">
        {isComplete
          ? "The text to copy and the mail hold this address and no other secret. Whoever has the address can send, so give it only to those who set it up."
          : "Show the URL to fill it into the steps, and to copy or mail them. The audit log records who showed it."}
      </p>
      <ol className="mt-4 list-decimal space-y-2.5 pl-5 marker:text-ink-soft">
        {steps.map(({ words, values }) => (
          <li key={words} className="pl-1">
            {words}
            {values?.map(({ label, value }) => (
              <div key={label} className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs">
                <span className="text-ink-soft">{label}</span>
                <code className="min-w-0 rounded bg-raised px-1.5 py-0.5 font-mono [overflow-wrap:anywhere]">
                  {value}
                </code>
              </div>
            ))}
          </li>
        ))}
      </ol>
      {children}
    </Card>
  );
}

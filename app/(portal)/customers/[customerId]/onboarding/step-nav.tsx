import { Check } from "lucide-react";
import Link from "next/link";
import type { Step } from "./steps";

/** The current step of onboarding, and links to all steps. */
export function StepNav(props: { step: Step; hasSource: boolean; hasDestination: boolean }) {
  const steps = [
    { step: null, label: "Customer", isDone: true },
    { step: "source", label: "Source", isDone: props.hasSource },
    { step: "destination", label: "Destination", isDone: props.hasDestination },
    { step: "connect", label: "Connect", isDone: false },
  ] as const;
  return (
    <nav aria-label="Onboarding steps" className="mb-6 overflow-x-auto">
      <ol className="flex items-center gap-1">
        {steps.map(({ step, label, isDone }, index) => {
          const isCurrent = step === props.step;
          const look = `flex items-center gap-2 whitespace-nowrap rounded-md px-2.5 py-1.5 font-medium ${isCurrent ? "bg-raised text-ink" : "text-ink-soft"}`;
          const words = (
            <>
              <Mark number={index + 1} isDone={isDone} isCurrent={isCurrent} />
              <span className={isCurrent ? "" : "max-sm:sr-only"}>{label}</span>
              {isDone && <span className="sr-only">, saved</span>}
            </>
          );
          return (
            <li key={label} className="flex items-center gap-1">
              {index > 0 && <span aria-hidden="true" className="h-px w-3 bg-line-strong sm:w-6" />}
              {step === null ? (
                <span className={look}>{words}</span>
              ) : (
                <Link
                  href={`?step=${step}`}
                  aria-current={isCurrent ? "step" : undefined}
                  className={`${look} hover:text-ink`}
                >
                  {words}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function Mark({ number, isDone, isCurrent }: { number: number; isDone: boolean; isCurrent: boolean }) {
  const look = isDone
    ? "bg-good-ground text-good"
    : isCurrent
      ? "bg-accent text-accent-ink"
      : "bg-raised text-ink-soft";
  return (
    <span
      aria-hidden="true"
      className={`flex size-5 items-center justify-center rounded-full text-xs tabular-nums ${look}`}
    >
      {isDone ? <Check className="size-3" strokeWidth={3} /> : number}
    </span>
  );
}

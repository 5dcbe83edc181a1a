import { TimeAhead } from "@/components/format/time-ago";
import { StatusPill } from "@/components/ui/status-pill";
import type { DeletionRequestView, DeletionStepView } from "@/lib/privacy/deletions/deletion-view";

/** What each party did of a request, and what is left. */
export function DeletionSteps({ request }: { request: DeletionRequestView }) {
  const { steps, state, phase } = request;
  if (steps.length === 0) {
    if (state !== "under_way") return null;
    return <p className="text-ink-soft">{phase === "deleting" ? "Starting." : FINDING}</p>;
  }
  return (
    <ul aria-label="What was done" className="min-w-0 space-y-2">
      {steps.map((step) => (
        <li key={step.id} className="min-w-0">
          <div className="flex flex-wrap items-center gap-2">
            <StatusPill tone={STEPS[step.state][0]}>{STEPS[step.state][1]}</StatusPill>
            <span className="min-w-0 [overflow-wrap:anywhere]">{step.name}</span>
          </div>
          {step.words && (
            <p className="mt-0.5 text-xs text-ink-soft [overflow-wrap:anywhere]">
              {step.words} <Attempts step={step} />
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

const FINDING = "Searching the stored data for this user’s IDs.";

const STEPS = {
  waiting: ["info", "Waiting"],
  asked: ["info", "Asked"],
  done: ["good", "Done"],
  failed: ["bad", "Failed"],
  left: ["quiet", "For you to do"],
} as const;

function Attempts({ step }: { step: DeletionStepView }) {
  if (step.state !== "waiting" || step.attempts === 0) return null;
  return (
    <>
      {step.attempts === 1 ? "One attempt" : `${step.attempts} attempts`}, next{" "}
      <TimeAhead value={step.nextAt} />.
    </>
  );
}

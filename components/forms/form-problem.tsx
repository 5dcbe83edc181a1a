import type { useSetupOptions } from "@/components/data/use-setup-options";
import { Button } from "@/components/ui/button";

/** What is wrong with a form as a whole, and what can be done about it here. */
export function FormProblem(props: {
  problem: string | null;
  action?: { label: string; isBusy: boolean; onClick: () => void };
}) {
  const { problem, action } = props;
  if (problem === null) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-md bg-bad-ground px-3 py-2 font-medium text-bad"
    >
      <p className="min-w-0 flex-1 basis-60">{problem}</p>
      {action && (
        <Button size="small" isBusy={action.isBusy} onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </div>
  );
}

/** Says that a form cannot offer its lists, and offers to read them again. */
export function OptionsProblem({ lists }: { lists: ReturnType<typeof useSetupOptions> }) {
  return (
    <FormProblem
      problem={lists.error && `The choices could not be loaded: ${lists.error.message}`}
      action={{ label: "Try again", isBusy: lists.isFetching, onClick: () => lists.refetch() }}
    />
  );
}

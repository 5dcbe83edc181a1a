import { Button } from "./button";

/** What is wrong with a form as a whole; after an edit by someone else also the way to what they saved. */
export function FormProblem(props: { problem: string | null; isBusy?: boolean; onReload?: () => void }) {
  const { problem, isBusy, onReload } = props;
  if (problem === null) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-3 rounded-md bg-bad-ground px-3 py-2 font-medium text-bad"
    >
      <p className="min-w-0 flex-1 basis-60">{problem}</p>
      {onReload && (
        <Button size="small" isBusy={isBusy} onClick={() => onReload()}>
          Load what is saved
        </Button>
      )}
    </div>
  );
}

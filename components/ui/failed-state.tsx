import { Button } from "./button";

/** Shown in place of something that could not be read. */
export function FailedState({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <div role="alert" className="rounded-lg border border-line bg-surface px-6 py-10 text-center">
      <h2 className="font-semibold">This could not be loaded</h2>
      <p className="mx-auto mt-1 max-w-md text-ink-soft">{error.message}</p>
      <Button className="mt-4" onClick={onRetry}>
        Try again
      </Button>
    </div>
  );
}

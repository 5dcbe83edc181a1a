/** Says whether what is shown is current, or why not. Pass it the query that reads the data. */
export function LiveState({ query }: { query: { error: Error | null; isPaused?: boolean } }) {
  if (!query.error) {
    return (
      <p className="flex items-center gap-1.5 text-xs text-ink-soft">
        <span aria-hidden="true" className="size-1.5 rounded-full bg-good" />
        Updating
      </p>
    );
  }
  return (
    <p role="alert" className="rounded-md bg-bad-ground px-2.5 py-1 text-xs font-medium text-bad">
      Not up to date: {query.error.message}
    </p>
  );
}

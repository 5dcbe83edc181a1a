const ROWS = ["first", "second", "third", "fourth"];

/** The shape of the list while the server reads it. */
export default function Loading() {
  return (
    <div role="status" aria-label="Loading customers">
      <div className="mb-4 h-6 w-32 animate-pulse rounded bg-raised" />
      <div className="overflow-hidden rounded-lg border border-line bg-surface">
        {ROWS.map((row) => (
          <div key={row} className="border-b border-line px-4 py-4 last:border-b-0">
            <div className="h-4 w-48 animate-pulse rounded bg-raised" />
          </div>
        ))}
      </div>
    </div>
  );
}

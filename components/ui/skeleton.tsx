/** The shape of rows that are being loaded. */
export function SkeletonRows({ rows = 6, label }: { rows?: number; label: string }) {
  return (
    <div
      role="status"
      aria-label={label}
      className="overflow-hidden rounded-lg border border-line bg-surface"
    >
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="flex gap-6 border-b border-line px-4 py-3.5 last:border-b-0">
          <div className="h-4 w-1/3 animate-pulse rounded bg-raised motion-reduce:animate-none" />
          <div className="h-4 w-1/6 animate-pulse rounded bg-raised motion-reduce:animate-none" />
          <div className="ml-auto h-4 w-16 animate-pulse rounded bg-raised motion-reduce:animate-none" />
        </div>
      ))}
    </div>
  );
}

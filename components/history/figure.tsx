/** A number that a chart comes to, and how it compares. */
export function Figure({ name, value, note }: { name: string; value: string; note?: string | null }) {
  return (
    <dl className="min-w-0">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="text-xl font-semibold tracking-tight tabular-nums">{value}</dd>
      {note && <dd className="text-xs text-ink-soft">{note}</dd>}
    </dl>
  );
}

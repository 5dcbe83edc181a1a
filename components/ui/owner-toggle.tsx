const CHOICES = [
  { isMine: false, label: "All customers" },
  { isMine: true, label: "Mine" },
];

/** Whose customers the dashboard is about. */
export function OwnerToggle({ isMine, onChange }: { isMine: boolean; onChange: (isMine: boolean) => void }) {
  return (
    <fieldset className="flex rounded-md border border-line bg-surface p-0.5">
      <legend className="sr-only">Whose customers</legend>
      {CHOICES.map((choice) => (
        <button
          key={choice.label}
          type="button"
          aria-pressed={choice.isMine === isMine}
          onClick={() => onChange(choice.isMine)}
          className={`h-8 rounded px-3 font-medium ${choice.isMine === isMine ? "bg-raised text-ink" : "text-ink-soft hover:text-ink"}`}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}

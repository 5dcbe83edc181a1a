/** Shown in place of `LiveState` while data for the new filters is loaded and the old data is still shown. */
export function Updating() {
  return (
    <p className="flex items-center gap-1.5 text-xs text-ink-soft">
      <span
        aria-hidden="true"
        className="size-1.5 animate-pulse rounded-full bg-wait motion-reduce:animate-none"
      />
      Updating…
    </p>
  );
}

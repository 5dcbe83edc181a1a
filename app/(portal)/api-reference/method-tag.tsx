const TONES: Record<string, string> = {
  GET: "bg-raised text-ink-soft",
  DELETE: "bg-bad-ground text-bad",
};

/** An HTTP method, as wide as the widest of its kind. */
export function MethodTag({ method }: { method: string }) {
  return (
    <span
      className={`inline-block w-14 shrink-0 rounded px-1.5 py-0.5 text-center font-mono text-xs font-medium ${TONES[method] ?? "bg-good-ground text-good"}`}
    >
      {method}
    </span>
  );
}

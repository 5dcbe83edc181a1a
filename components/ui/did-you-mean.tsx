/** Other spellings of what was looked for that do exist, each a press away. Empty without any. */
export function DidYouMean(props: { spellings: readonly string[]; onChoose: (spelling: string) => void }) {
  const { spellings, onChoose } = props;
  if (spellings.length === 0) return null;
  return (
    <p role="status" className="mt-2 text-ink [overflow-wrap:anywhere]">
      Did you mean{" "}
      {spellings.map((spelling, index) => (
        <span key={spelling}>
          {index > 0 && (index === spellings.length - 1 ? " or " : ", ")}
          <button
            type="button"
            className="min-h-6 font-mono text-accent underline underline-offset-2"
            onClick={() => onChoose(spelling)}
          >
            {spelling}
          </button>
        </span>
      ))}
      ?
    </p>
  );
}

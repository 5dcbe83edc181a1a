import { GLOSSARY } from "./terms";

/** All terms with their meanings. */
export function TermList() {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section aria-label="Terms" tabIndex={0} className="space-y-6">
      {GLOSSARY.map(({ title, terms }) => (
        <section key={title} aria-label={title}>
          <h3 className="mb-2 text-xs font-semibold text-ink-soft">{title}</h3>
          <dl className="divide-y divide-line rounded-lg border border-line">
            {terms.map(({ term, meaning }) => (
              <div key={term} className="grid gap-x-4 px-3 py-2 sm:grid-cols-[9rem_minmax(0,1fr)]">
                <dt className="font-medium">{term}</dt>
                <dd className="text-ink-soft">{meaning}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </section>
  );
}

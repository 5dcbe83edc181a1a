/** How long an answer is kept after it was made. Our choice: nobody notices that it is a second old. */
const KEPT_MS = 1_000;

/** Answers that many may ask for at once: each is made once for all of them, and kept for a second. */
export interface SharedAnswers<Answer> {
  /** The answer for a key, made unless it is being made or kept. One that could not be made is not kept. */
  get(key: string, make: () => Promise<Answer>): Promise<Answer>;
  /** What was asked about has changed: the next answer is made again. */
  forget(key: string): void;
}

const shared = globalThis as typeof globalThis & { tributaryAnswers?: Map<string, SharedAnswers<unknown>> };
shared.tributaryAnswers ??= new Map();
const all = shared.tributaryAnswers;

/**
 * The answers of one kind in this process.
 * @param kind names them: they are kept on globalThis because Next bundles a module more than once
 */
export function sharedAnswers<Answer>(kind: string): SharedAnswers<Answer> {
  const known = all.get(kind);
  if (known) return known as SharedAnswers<Answer>;

  const answers = new Map<string, Promise<Answer>>();
  const made: SharedAnswers<Answer> = {
    get(key, make) {
      const kept = answers.get(key);
      if (kept) return kept;

      const answer = make();
      answers.set(key, answer);
      const drop = () => {
        if (answers.get(key) === answer) answers.delete(key);
      };
      answer.then(() => setTimeout(drop, KEPT_MS).unref(), drop);
      return answer;
    },
    forget(key) {
      answers.delete(key);
    },
  };
  all.set(kind, made as SharedAnswers<unknown>);
  return made;
}

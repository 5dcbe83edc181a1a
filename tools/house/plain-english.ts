/** A word or turn that reads as translated, with the plain English for it. */
interface Banned {
  pattern: RegExp;
  plain: string;
}

/** Only what is wrong wherever it appears: no pattern needs an exception in today's comments and documents. */
const BANNED: readonly Banned[] = [
  { pattern: /\bwhom\b/i, plain: "who, that" },
  { pattern: /\bmend(s|ed|ing)?\b/i, plain: "fix, correct, repair" },
  { pattern: /\bstands? (as|at|behind|below|beside|between|here|in|on|still|there)\b/i, plain: "is" },
  { pattern: /\bof before\b/i, plain: "earlier, existing" },
  { pattern: /\bmeanwhile[,.;:)]/i, plain: "in the meantime" },
  { pattern: /\bfor ever\b/i, plain: "forever" },
  { pattern: /\banew\b/i, plain: "again" },
  { pattern: /\bunawares\b/i, plain: "by surprise" },
  { pattern: /\bwithout a word\b/i, plain: "silently" },
  { pattern: /\b(come|comes|get|gets) to know\b/i, plain: "learn" },
  { pattern: /\bis yet to be\b/i, plain: "has not been … yet" },
  { pattern: /\bat the rim\b/i, plain: "at the edge" },
  { pattern: /\b(save for|but for)\b/i, plain: "except for" },
  { pattern: /\b(held|holds?) (\w+ ){0,3}against\b/i, plain: "compared with" },
  { pattern: /\bwhatever (its|their) number\b/i, plain: "for any number of" },
  { pattern: /[,;:] else\b(?! if)/i, plain: "otherwise" },
  {
    pattern: /\b(after|at least|at most|for|in|within) so (few|long|many|much)\b(?! as)/i,
    plain: "this many",
  },
  { pattern: /\b(that|which) (are|is) (no|none)\b(?! (longer|more))/i, plain: "is not a" },
  { pattern: /\b(hereby|thereby|whereby)\b/i, plain: "by this, so" },
  { pattern: /\be-mails?\b/i, plain: "email" },
];

/** The banned words in a text, each with the plain ones; line breaks inside a sentence do not hide any. */
export function bannedIn(text: string): string[] {
  const flat = text.replace(/\s*\n\s*(\*|\/\/|#|>)?\s*/g, " ");
  return BANNED.flatMap(({ pattern, plain }) => {
    const found = flat.match(pattern);
    return found ? [`"${found[0]}": write ${plain}`] : [];
  });
}

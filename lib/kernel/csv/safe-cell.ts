/**
 * A formula at the start of a cell, or after what separates cells where the comma does not: `;` in much of Europe. The
 * full-width signs count in East Asian versions.
 */
const FORMULA = /(^|[;\t|])(?=[^\S\t]*[=+\-@＝＋－＠])/gu;

const LINE_BREAKS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/** Whole numbers that every spreadsheet keeps: no zero in front, and no more digits than a double holds. */
const KEPT_NUMBER = /^(0|[1-9]\d{0,14})$/;

/** What a spreadsheet may read as a number, a percentage, an amount, a date, a time or a truth value. */
const READ_AS_VALUE = [
  /^[$€£¥]?[.,]?\d[\d.,\s]*(e[+-]?\d+)?\s?[%$€£¥]?$/i,
  /^\d{1,4}[-/.:]\d{1,4}([-/.:]\d{1,4})?(\s?[ap]m?)?$/i,
  /^(\d{1,4}[-/. ]?)?(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)[-/. ]?(\d{1,4})?$/i,
  /^(true|false)$/i,
];

/**
 * A text as one cell of a CSV file that stays as it is and in its place when a spreadsheet opens it. Pure.
 * - Line breaks become the two characters `\n`: a reader that goes by lines must not see a line of its own.
 * - A formula gets an apostrophe in front, at the start and after `;`, tab and `|`.
 * - So does what a spreadsheet would turn into another value: the ids `00123`, `1E5`, `12345678901234567890`, `3-4`.
 */
export function safeCell(text: string): string {
  const line = text.replace(LINE_BREAKS, "\\n");
  const defused = line.replace(FORMULA, "$1'");
  return defused === line && isReadAsValue(line) ? `'${line}` : defused;
}

function isReadAsValue(text: string): boolean {
  // Longer than any number or date: not worth a look.
  if (text.length > 64 || KEPT_NUMBER.test(text)) return false;
  return READ_AS_VALUE.some((form) => form.test(text.trim()));
}

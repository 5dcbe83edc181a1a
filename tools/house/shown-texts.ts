import ts from "typescript";

/** A sentence, or a part of one, that a program may show to a person. */
interface ShownText {
  text: string;
  node: ts.Node;
}

/** Texts of a program with a space in them: literals, parts of templates (`${…}` becomes `{}`) and the text between tags. */
function shownTexts(source: ts.SourceFile): ShownText[] {
  const found: ShownText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTaggedTemplateExpression(node)) return;
    const text = textOf(node);
    if (text?.trim().includes(" ") && !isForDevelopers(node)) found.push({ text, node });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isJsxText(node)) return node.text.replace(/\s+/g, " ");
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join("");
  return null;
}

/** SQL, class names and the lines of the log. */
function isForDevelopers(node: ts.Node): boolean {
  const text = textOf(node) ?? "";
  if (/\b(SELECT|FROM|WHERE|UPDATE|INSERT|JOIN|IS NOT|CASE WHEN)\b/.test(text)) return true;
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isJsxAttribute(at)) return at.name.getText() === "className";
    if (ts.isCallExpression(at)) return /^log\.|\.log\./.test(at.expression.getText());
    if (ts.isStatement(at)) return false;
  }
  return false;
}

/**
 * Texts that say "cohort" where the segment's copy in Braze may be an attribute: none that names both, and none that is chosen by
 * the destination's kind.
 */
export function cohortsOfAnyKind(code: string, fileName: string): string[] {
  return shownTexts(parse(code, fileName))
    .filter(({ text }) => /\bcohorts?\b/i.test(text) && !/attribute/i.test(text))
    .filter(({ node }) => !isChosenByKind(node))
    .map(({ text }) => text.trim());
}

const KIND = /\bkind\b|cohort|partnerkey/i;

function isChosenByKind(node: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isPropertyAssignment(parent) && /^cohort/i.test(parent.name.getText())) return true;
    // { value: "cohort", hint: "…" }
    if (ts.isPropertyAssignment(parent) && saysCohort(parent.parent)) return true;
    if (ts.isElementAccessExpression(parent) && KIND.test(parent.argumentExpression.getText())) return true;
    if (ts.isCaseClause(parent) && KIND.test(parent.expression.getText())) return true;
    if (ts.isConditionalExpression(parent) && KIND.test(parent.condition.getText())) return true;
    if (ts.isIfStatement(parent) && KIND.test(parent.expression.getText())) return true;
    if (ts.isBinaryExpression(parent) && parent.right === at && KIND.test(parent.left.getText())) return true;
  }
  return false;
}

/** Whether an object is that of the kind: one of its other values is "cohort". */
function saysCohort({ properties }: ts.ObjectLiteralExpression): boolean {
  return properties.some(
    (property) =>
      ts.isPropertyAssignment(property) &&
      ts.isStringLiteral(property.initializer) &&
      property.initializer.text === "cohort",
  );
}

const NOUNS =
  "events|segments|members|users|identities|types|requests|calls|batches|syncs|updates|customers|sources|destinations|alerts|sessions|hops|checks|operations|rules|properties|changes|deletions|memberships|minutes|hours";
const COUNTED = new RegExp(`^ (?:[a-z]+ )?(?:${NOUNS})\\b`);

/**
 * Numbers with a noun in the plural behind them, which is wrong of one: `counted` of lib/kernel/words.ts says it right. A constant is
 * never one, and where the code asks whether it is one, it knows.
 */
export function pluralsOfAny(code: string, fileName: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const [number, text] = numberAndText(node);
    if (number && COUNTED.test(text) && !/[A-Z]{3}|^counted\(/.test(number.getText()) && !knowsOne(node))
      found.push(`${number.getText()}${text.slice(0, 30)}`);
    ts.forEachChild(node, visit);
  };
  visit(parse(code, fileName));
  return found;
}

/** Counted nouns with the verb of several behind them: "1 event are queued". Where the code asks whether it is one, it knows. */
export function pluralVerbs(code: string, fileName: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const [number, text] = numberAndText(node);
    if (
      number &&
      /^(counted|identitiesOf)\(/.test(number.getText()) &&
      PLURAL_VERB.test(text) &&
      !knowsOne(node)
    )
      found.push(`${number.getText()}${text.slice(0, 30)}`);
    ts.forEachChild(node, visit);
  };
  visit(parse(code, fileName));
  return found;
}

const PLURAL_VERB = /^ (are|have|were|do|wait|match|look|need)\b/;

/** A number on its way into a text, and the text after it. */
function numberAndText(node: ts.Node): [ts.Expression | undefined, string] {
  if (ts.isTemplateSpan(node)) return [node.expression, node.literal.text];
  if (!ts.isJsxExpression(node) || !ts.isJsxElement(node.parent)) return [undefined, ""];
  const { children } = node.parent;
  const next = children[children.indexOf(node) + 1];
  return [node.expression, next && ts.isJsxText(next) ? next.text.replace(/\s+/g, " ") : ""];
}

/** Whether it is chosen by a question such as `=== 1` or `> 1`. */
function knowsOne(node: ts.Node): boolean {
  for (let at = node; at.parent && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    const asked = ts.isConditionalExpression(parent)
      ? parent.condition
      : ts.isBinaryExpression(parent)
        ? parent.left
        : undefined;
    if (asked && asked !== at && /(===|!==|>) 1\b|\bon === 1/.test(asked.getText())) return true;
  }
  return false;
}

/** Sentences with "id" in small letters: on screen it is "ID". */
export function smallIds(code: string, fileName: string): string[] {
  return shownTexts(parse(code, fileName))
    .map(({ text }) => text.trim())
    .filter(
      (text) => /\b[a-z]+ ids?\b(?! (=|AS)\b)|\bids? [a-z]+\b/.test(text) && /[A-Z][a-z]|\bids\b/.test(text),
    );
}

/**
 * Sentences with straight apostrophes, or a value in straight quotation marks: on screen and in messages they are curly. Code and
 * documents keep the straight ones, and so do names that a program compares, such as 'nextCursor'.
 */
export function straightQuotes(code: string, fileName: string): string[] {
  return shownTexts(parse(code, fileName))
    .map(({ text }) => text.trim())
    .filter(
      (text) =>
        !/::| AS "|\binterval '|filename=/.test(text) && /[\p{L}\d}]'\p{L}|\p{L}s' |"\{\}"/u.test(text),
    );
}

/** Labels and progress that end with a space before the ellipsis: English writes "Snooze until…". */
export function looseEllipses(code: string, fileName: string): string[] {
  return shownTexts(parse(code, fileName))
    .map(({ text }) => text.trim())
    .filter((text) => /^\p{Lu}[^…]* …$/u.test(text));
}

const TYPE_NAMES = /^(?:type|types|eventType|eventTypes)$/;

/**
 * Event types on their way into a sentence or a tag by Braze's technical name alone: `eventName` and `typeWords` of
 * lib/vendors/braze/ give the readable one.
 */
export function technicalTypes(code: string, fileName: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isShown =
      (ts.isTemplateSpan(node) &&
        textOf(node.parent)?.trim().includes(" ") &&
        !isForDevelopers(node.parent)) ||
      (ts.isJsxExpression(node) && !ts.isJsxAttribute(node.parent));
    if (isShown && node.expression && namesType(node.expression)) found.push(node.expression.getText());
    ts.forEachChild(node, visit);
  };
  visit(parse(code, fileName));
  return found;
}

/** Whether it is a type itself, one of a list, the list joined, or a type where there is one. */
function namesType(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return TYPE_NAMES.test(node.text);
  if (ts.isBinaryExpression(node)) return namesType(isAnd(node) ? node.right : node.left);
  if (ts.isConditionalExpression(node)) return namesType(node.whenTrue) || namesType(node.whenFalse);
  if (ts.isElementAccessExpression(node)) return namesType(node.expression);
  if (ts.isPropertyAccessExpression(node)) return TYPE_NAMES.test(node.name.text);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return node.expression.name.text === "join" && namesType(node.expression.expression);
  return false;
}

const isAnd = ({ operatorToken }: ts.BinaryExpression) =>
  operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;

function parse(code: string, fileName: string): ts.SourceFile {
  return ts.createSourceFile(fileName, code, ts.ScriptTarget.Latest, true);
}

/** The folders at the top: what a path of this repository begins with. */
const ROOTS = [
  "app",
  "components",
  "deploy",
  "docs",
  "e2e",
  "inngest",
  "lib",
  "prisma",
  "sandbox",
  "scripts",
  "tools",
];

/** A path from the top, with an anchor perhaps. Route folders have brackets and parentheses in their names. */
const FROM_TOP = new RegExp(`(?<![\\w/.@-])(?:${ROOTS.join("|")})/[\\w./()[\\]#-]*`, "g");

/** A file of ours by its name alone. */
const NAME_ALONE = /(?<![\w/.@[\]()-])[a-z][\w.-]*\.(?:tsx?|mjs|md)\b/g;

const URL = /\b[a-z]+:\/\/\S+/g;

/** The paths and file names of this repository that a text names, as they are written. Patterns with `<…>` or `*` are none. */
export function pathsIn(text: string): string[] {
  const plain = text.replace(URL, " ").replaceAll("](", "] (");
  const found = [...plain.matchAll(FROM_TOP), ...plain.matchAll(NAME_ALONE)]
    .filter((match) => !/^[<*…{]/.test(plain.slice(match.index + match[0].length)))
    .map(([path]) => withoutSentence(path));
  return [...new Set(found)];
}

/** Cuts off what belongs to the sentence around a path: a full stop, and a bracket that was opened before it. */
function withoutSentence(path: string): string {
  let cut = path;
  while (/[.#]$/.test(cut) || isClosedOnly(cut, "(", ")") || isClosedOnly(cut, "[", "]"))
    cut = cut.slice(0, -1);
  return cut;
}

function isClosedOnly(text: string, opening: string, closing: string): boolean {
  return text.endsWith(closing) && text.split(opening).length < text.split(closing).length;
}

/** The targets of a Markdown text's links and images that lead to files of ours, relative to its folder. */
export function linksIn(markdown: string): string[] {
  const text = markdown.replace(/^(`{3}|~{3})[\s\S]*?^\1/gm, "").replace(/`[^`\n]*`/g, "");
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)];
  const references = [...text.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)];
  return [...inline, ...references].flatMap(([, target = ""]) => (/^[a-z]+:/.test(target) ? [] : [target]));
}

/** Labels that a Markdown text uses in `[text][label]` and nowhere defines. */
export function undefinedLabels(markdown: string): string[] {
  const text = markdown.replace(/^(`{3}|~{3})[\s\S]*?^\1/gm, "").replace(/`[^`\n]*`/g, "");
  const defined = new Set([...text.matchAll(/^\[([^\]]+)\]:/gm)].map(([, label]) => label));
  const used = [...text.matchAll(/\]\[([^\]]+)\]/g)].flatMap(([, label]) => label ?? []);
  return [...new Set(used)].filter((label) => !defined.has(label));
}

/** The anchors of a Markdown text's headings, as GitHub makes them. */
export function anchorsOf(markdown: string): Set<string> {
  const text = markdown.replace(/^(`{3}|~{3})[\s\S]*?^\1/gm, "");
  const anchors = new Set<string>();
  for (const [, heading = ""] of text.matchAll(/^#{1,6}\s+(.+)$/gm)) {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-");
    let anchor = slug;
    for (let copy = 1; anchors.has(anchor); copy++) anchor = `${slug}-${copy}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** The text of a program's comments: of `//` and block comments, in other files than TypeScript's of `#` and `--`. */
export function commentsOf(code: string, fileName: string): string {
  const isScript = /\.(tsx?|mjs|css|prisma)$/.test(fileName);
  const marks = isScript ? /(?<![:\w"'`])\/\/(.*)$/gm : /(?:^|\s)(?:#|--)(.*)$/gm;
  const blocks = isScript ? [...code.matchAll(/\/\*([\s\S]*?)\*\//g)] : [];
  return [...blocks, ...code.matchAll(marks)].map(([, text]) => text).join("\n");
}

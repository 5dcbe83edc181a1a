/** A node of PostgreSQL's own tree of a statement: its kind in capitals, and its fields. */
export interface TreeNode {
  kind: string;
  fields: Record<string, TreeValue>;
}

/** What a field holds: a node, a list, a word; null for nothing. */
export type TreeValue = TreeNode | TreeValue[] | string | null;

/** Words, text in quotes, and the brackets; a backslash takes the next character as it is. */
const TOKEN = /[(){}]|"(?:\\.|[^"\\])*"|(?:\\[\s\S]|[^\s(){}\\])+/g;

/**
 * Reads the text PostgreSQL prints with `debug_print_parse`, as `nodeToString` of its source (src/backend/nodes/outfuncs.c)
 * writes it: `{KIND :field value ...}`, lists in parentheses, `<>` for nothing.
 */
export function readTree(text: string): TreeNode {
  const tokens = text.match(TOKEN) ?? [];
  let at = 0;

  function readNode(): TreeNode {
    const node: TreeNode = { kind: tokens[at++] ?? "", fields: {} };
    while (tokens[at] !== "}" && at < tokens.length) {
      const name = (tokens[at++] ?? "").slice(1);
      const values: TreeValue[] = [];
      while (at < tokens.length && tokens[at] !== "}" && !tokens[at]?.startsWith(":"))
        values.push(readValue());
      // A constant's bytes are several words: `4 [ 16 0 0 0 ]`.
      node.fields[name] = values.length === 1 ? (values[0] ?? null) : values;
    }
    at++;
    return node;
  }

  function readValue(): TreeValue {
    const token = tokens[at++] ?? "";
    if (token === "{") return readNode();
    if (token === "(") {
      const list: TreeValue[] = [];
      while (tokens[at] !== ")" && at < tokens.length) list.push(readValue());
      at++;
      return list;
    }
    if (token === "<>") return null;
    return (token.startsWith('"') ? token.slice(1, -1) : token).replace(/\\([\s\S])/g, "$1");
  }

  const tree = readValue();
  if (tree === null || typeof tree === "string" || Array.isArray(tree))
    throw new Error("not a tree of PostgreSQL");
  return tree;
}

export function nodeIn(value: TreeValue | undefined): TreeNode | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
}

export function nodesIn(value: TreeValue | undefined): TreeNode[] {
  return Array.isArray(value) ? value.flatMap((item) => nodeIn(item) ?? []) : [];
}

export function numberIn(value: TreeValue | undefined): number {
  return Number(value ?? 0);
}

import { nodeIn, nodesIn, type TreeNode, type TreeValue } from "./parse-tree";

/** Number of PostgreSQL's RTEKind for a table (src/include/nodes/parsenodes.h). */
const TABLE = "0";

/**
 * Names by which the statement sorts that mean a result where they seem to mean a column: `SELECT id::text AS id … ORDER BY id`
 * sorts by the text, and no index on the column helps (PostgreSQL, "SELECT", section "ORDER BY Clause").
 */
export function shadowedOrders(tree: TreeNode): string[] {
  return queriesIn(tree).flatMap((query) => {
    const columns = new Set(nodesIn(query.fields.rtable).flatMap(columnsOfTable));
    const sorted = new Set(nodesIn(query.fields.sortClause).map(({ fields }) => fields.tleSortGroupRef));
    return nodesIn(query.fields.targetList).flatMap(({ fields }) => {
      const isHidden = typeof fields.resname === "string" && columns.has(fields.resname);
      const isColumn = nodeIn(fields.expr)?.kind === "VAR";
      return sorted.has(fields.ressortgroupref) && isHidden && !isColumn ? [String(fields.resname)] : [];
    });
  });
}

function columnsOfTable({ fields }: TreeNode): string[] {
  if (fields.rtekind !== TABLE) return [];
  const names = nodeIn(fields.eref)?.fields.colnames;
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

function queriesIn(value: TreeValue | undefined): TreeNode[] {
  if (Array.isArray(value)) return value.flatMap(queriesIn);
  const node = nodeIn(value);
  if (!node) return [];
  const inside = Object.values(node.fields).flatMap(queriesIn);
  return node.kind === "QUERY" ? [node, ...inside] : inside;
}

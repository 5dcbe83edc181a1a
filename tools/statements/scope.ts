import type { Catalog } from "./catalog";
import { nodeIn, nodesIn, numberIn, type TreeNode, type TreeValue } from "./parse-tree";

/** Numbers of PostgreSQL's RTEKind and JoinType (src/include/nodes/parsenodes.h, nodes.h). */
export const SOURCE = {
  table: "0",
  subquery: "1",
  join: "2",
  function: "3",
  values: "5",
  cte: "6",
  group: "9",
};
const JOIN = { inner: "0", left: "1" };

/** A query inside a statement, and the one it is in: names of the outer one are seen from within. */
export class Scope {
  private forced: Set<string> | undefined;

  constructor(
    readonly query: TreeNode,
    readonly outer: Scope | undefined,
    /** Looks at a row as it was before the statement wrote to it. */
    readonly isBefore = false,
  ) {}

  before(): Scope {
    return new Scope(this.query, this.outer, true);
  }

  up(levels: number): Scope {
    if (levels === 0) return this;
    if (!this.outer) throw new Error("a name of an outer query without one");
    return this.outer.up(levels - 1);
  }

  /** Where a row comes from: a table, a join, a subquery ... */
  source(index: number): TreeNode {
    const source = nodesIn(this.query.fields.rtable)[index - 1];
    if (!source) throw new Error(`no source ${index}`);
    return source;
  }

  /** What the query gives: its columns, or those after RETURNING. */
  results(): TreeNode[] {
    const isSelect = this.query.fields.commandType === "1";
    const list = nodesIn(isSelect ? this.query.fields.targetList : this.query.fields.returningList);
    return list.filter((entry) => entry.fields.resjunk !== "true");
  }

  isGrouped(): boolean {
    return (
      nodesIn(this.query.fields.groupClause).length > 0 &&
      nodesIn(this.query.fields.groupingSets).length === 0
    );
  }

  /** Says whether rows where this variable is null were left out: by `IS NOT NULL`, or a comparison that null fails. */
  isForced(variable: TreeNode, catalog: Catalog): boolean {
    this.forced ??= new Set(
      conditionsOf(this.query).flatMap((condition) => variablesForced(condition, catalog)),
    );
    return this.forced.has(placeOf(variable));
  }
}

function placeOf({ fields }: TreeNode): string {
  return `${fields.varno}.${fields.varattno}`;
}

/** Conditions every row that leaves the query has met: of WHERE, of inner joins, and of HAVING. */
function conditionsOf(query: TreeNode): TreeNode[] {
  const tree = nodeIn(query.fields.jointree);
  const all = [nodeIn(tree?.fields.quals), ...nodesIn(tree?.fields.fromlist).flatMap(conditionsOfJoin)];
  return all.flatMap((condition) => (condition ? conjunctsOf(condition) : []));
}

function conditionsOfJoin(join: TreeNode): TreeNode[] {
  if (join.kind !== "JOINEXPR") return [];
  const left = nodeIn(join.fields.larg);
  const right = nodeIn(join.fields.rarg);
  const ofLeft = left ? conditionsOfJoin(left) : [];
  if (join.fields.jointype === JOIN.left) return ofLeft;
  if (join.fields.jointype !== JOIN.inner) return [];
  return [...ofLeft, ...(right ? conditionsOfJoin(right) : []), ...nodesIn([join.fields.quals ?? null])];
}

function conjunctsOf(condition: TreeNode): TreeNode[] {
  const isAnd = condition.kind === "BOOLEXPR" && condition.fields.boolop === "and";
  return isAnd ? nodesIn(condition.fields.args).flatMap(conjunctsOf) : [condition];
}

/** A row where this expression would be null or false was left out: so none of these variables is null in it. */
function variablesForced(condition: TreeNode, catalog: Catalog): string[] {
  const { kind, fields } = condition;
  if (kind === "NULLTEST") return fields.nulltesttype === "1" ? variablesIn(fields.arg, catalog) : [];
  if (kind === "BOOLEXPR" && fields.boolop === "not")
    return nodesIn(fields.args).flatMap((arg) => variablesIn(arg, catalog));
  return variablesIn(condition, catalog);
}

/** Variables of this very query whose null would make the whole expression null: behind casts and strict functions. */
function variablesIn(value: TreeValue | undefined, catalog: Catalog): string[] {
  const node = nodeIn(value);
  if (!node) return [];
  const { fields } = node;
  const isStrict = (id: TreeValue | undefined) => catalog.functions.get(numberIn(id))?.isStrict ?? false;
  const ofArguments = () => nodesIn(fields.args).flatMap((arg) => variablesIn(arg, catalog));
  switch (node.kind) {
    case "VAR":
      return fields.varlevelsup === "0" ? [placeOf(node)] : [];
    case "RELABELTYPE":
    case "COERCEVIAIO":
    case "COLLATEEXPR":
    case "NAMEDARGEXPR":
      return variablesIn(fields.arg, catalog);
    case "OPEXPR":
      return isStrict(fields.opfuncid) ? ofArguments() : [];
    case "SCALARARRAYOPEXPR":
      return isStrict(fields.opfuncid) ? variablesIn(nodesIn(fields.args)[0], catalog) : [];
    case "FUNCEXPR":
      return isStrict(fields.funcid) ? ofArguments() : [];
    default:
      return [];
  }
}

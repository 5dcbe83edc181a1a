import type { Catalog } from "./catalog";
import {
  COLLECTIONS,
  COUNTS,
  MAY_GIVE_NULL,
  NEVER_NULL,
  RANKS,
  ROWS_WITHOUT_NULL,
  VALUE_PER_GROUP,
} from "./null-functions";
import { nodeIn, nodesIn, numberIn, type TreeNode, type TreeValue } from "./parse-tree";
import { Scope, SOURCE } from "./scope";

/** Numbers of PostgreSQL's CmdType (src/include/nodes/nodes.h). */
const UPDATE = "2";
const INSERT = "3";

/** FRAMEOPTION_DEFAULTS (src/include/nodes/parsenodes.h): from the first row to the current one. */
const DEFAULT_FRAME = "1058";

/**
 * Says for each result column whether it can be null, as far as the tree of the statement tells: see
 * docs/decisions/013-statements-checked.md for the rule. What is not known counts as null.
 * @param isNullParameter whether the code may pass null for the parameter of this number, from 1
 */
export function nullableColumns(
  tree: TreeNode,
  catalog: Catalog,
  isNullParameter: (number: number) => boolean,
): boolean[] {
  const open = new Set<TreeNode>();

  function columnOf(scope: Scope, index: number): boolean {
    const operation = nodeIn(scope.query.fields.setOperations);
    if (operation)
      return leavesOf(operation).some((leaf) => columnOf(subquery(scope, scope.source(leaf)), index));
    const entry = scope.results()[index - 1];
    if (!entry) return true;
    // A recursive query reads its own column: what is being looked at decides nothing.
    if (open.has(entry)) return false;
    open.add(entry);
    try {
      return isNull(entry.fields.expr, scope);
    } finally {
      open.delete(entry);
    }
  }

  function anyOf(value: TreeValue | undefined, scope: Scope): boolean {
    return nodesIn(value).some((node) => isNull(node, scope));
  }

  function isNull(value: TreeValue | undefined, scope: Scope): boolean {
    const node = nodeIn(value);
    if (!node) return true;
    const { fields } = node;
    switch (node.kind) {
      case "VAR":
        return isNullVariable(node, scope);
      case "CONST":
        return fields.constisnull === "true";
      case "PARAM":
        return fields.paramkind !== "0" || isNullParameter(numberIn(fields.paramid));
      case "RELABELTYPE":
      case "COERCEVIAIO":
      case "ARRAYCOERCEEXPR":
      case "COLLATEEXPR":
      case "NAMEDARGEXPR":
        return isNull(fields.arg, scope);
      case "COALESCEEXPR":
      case "MINMAXEXPR":
        return nodesIn(fields.args).every((arg) => isNull(arg, scope));
      case "CASEEXPR":
        return (
          isNull(fields.defresult, scope) ||
          nodesIn(fields.args).some((when) => isNull(when.fields.result, scope))
        );
      case "BOOLEXPR":
      case "SCALARARRAYOPEXPR":
        return anyOf(fields.args, scope);
      case "NULLTEST":
      case "BOOLEANTEST":
      case "DISTINCTEXPR":
      case "ARRAYEXPR":
      case "ROWEXPR":
      case "SQLVALUEFUNCTION":
      case "GROUPINGFUNC":
      case "MERGESUPPORTFUNC":
        return false;
      case "FUNCEXPR":
        return isNullCall(fields.funcid, fields.args, scope);
      case "OPEXPR":
        return isNullCall(fields.opfuncid, fields.args, scope);
      case "AGGREF":
        return isNullAggregate(node, scope);
      case "WINDOWFUNC":
        return isNullOverWindow(node, scope);
      case "SUBLINK":
        return isNullSublink(node, scope);
      default:
        return true;
    }
  }

  function isNullCall(id: TreeValue | undefined, args: TreeValue | undefined, scope: Scope): boolean {
    const fn = catalog.functions.get(numberIn(id));
    if (!fn) return true;
    if (NEVER_NULL.has(fn.name)) return false;
    return !fn.isStrict || MAY_GIVE_NULL.has(fn.name) || anyOf(args, scope);
  }

  function isNullVariable({ fields }: TreeNode, here: Scope): boolean {
    const scope = here.up(numberIn(fields.varlevelsup));
    const variable = { kind: "VAR", fields };
    if (numberIn(fields.varreturningtype) > 0) return true;
    const written = isNullWritten(variable, scope);
    if (written !== undefined) return written;
    if (scope.isForced(variable, catalog)) return false;
    if (Array.isArray(fields.varnullingrels) && fields.varnullingrels.length > 1) return true;

    const column = numberIn(fields.varattno);
    const source = scope.source(numberIn(fields.varno));
    // The row as a whole (0) and PostgreSQL's own columns (below 0) are always there.
    if (column <= 0) return false;
    switch (source.fields.rtekind) {
      case SOURCE.table:
        return !catalog.notNull.has(`${source.fields.relid}.${column}`);
      case SOURCE.subquery:
        return columnOf(subquery(scope, source), column);
      case SOURCE.join:
        return isNull(nodesIn(source.fields.joinaliasvars)[column - 1], scope);
      case SOURCE.group:
        return isNull(nodesIn(source.fields.groupexprs)[column - 1], scope);
      case SOURCE.values:
        return listsIn(source.fields.values_lists).some((row) => isNull(nodesIn(row)[column - 1], scope));
      case SOURCE.cte:
        return columnOf(common(scope, source), column);
      case SOURCE.function:
        return isNullOfFunction(source, column, scope);
      default:
        return true;
    }
  }

  /** A column after RETURNING has what the statement wrote, whatever WHERE said of it before. */
  function isNullWritten({ fields }: TreeNode, scope: Scope): boolean | undefined {
    const { query } = scope;
    if (
      scope.isBefore ||
      fields.varno !== query.fields.resultRelation ||
      catalog.notNull.has(placeOfColumn(fields, scope))
    )
      return undefined;
    const written = nodesIn(query.fields.targetList).find((entry) => entry.fields.resno === fields.varattno);
    if (query.fields.commandType === UPDATE) return written && isNull(written.fields.expr, scope.before());
    if (query.fields.commandType === INSERT)
      return !written || query.fields.onConflict !== null || isNull(written.fields.expr, scope.before());
    return undefined;
  }

  function placeOfColumn(fields: TreeNode["fields"], scope: Scope): string {
    return `${scope.source(numberIn(fields.varno)).fields.relid}.${fields.varattno}`;
  }

  function isNullOfFunction(source: TreeNode, column: number, scope: Scope): boolean {
    const functions = nodesIn(source.fields.functions);
    const widths = functions.map((fn) => numberIn(fn.fields.funccolcount));
    const isNumbered = source.fields.funcordinality === "true";
    if (isNumbered && column > widths.reduce((sum, width) => sum + width, 0)) return false;
    const call = functions.length === 1 ? nodeIn(functions[0]?.fields.funcexpr) : undefined;
    if (call?.kind !== "FUNCEXPR") return true;
    return !ROWS_WITHOUT_NULL.has(nameOf(call.fields.funcid)) || anyOf(call.fields.args, scope);
  }

  /** Over a group there is always a row; over a whole table perhaps none. */
  function isNullAggregate({ fields }: TreeNode, scope: Scope): boolean {
    const name = nameOf(fields.aggfnoid);
    if (COUNTS.has(name)) return false;
    if (!scope.isGrouped() || fields.aggfilter !== null) return true;
    if (COLLECTIONS.has(name)) return false;
    return !VALUE_PER_GROUP.has(name) || nodesIn(fields.args).some((arg) => isNull(arg.fields.expr, scope));
  }

  /** Within the frame that PostgreSQL takes by itself there is always the row itself. */
  function isNullOverWindow({ fields }: TreeNode, scope: Scope): boolean {
    const name = nameOf(fields.winfnoid);
    if (RANKS.has(name)) return false;
    const window = nodesIn(scope.query.fields.windowClause).find(
      ({ fields: { winref } }) => winref === fields.winref,
    );
    const isSafe =
      VALUE_PER_GROUP.has(name) && fields.aggfilter === null && window?.fields.frameOptions === DEFAULT_FRAME;
    return !isSafe || anyOf(fields.args, scope);
  }

  function isNullSublink({ fields }: TreeNode, scope: Scope): boolean {
    const inner = nodeIn(fields.subselect);
    // EXISTS and ARRAY give a value whatever the rows are.
    if (fields.subLinkType === "0" || fields.subLinkType === "6") return false;
    if (!inner) return true;
    const query = new Scope(inner, scope);
    if (fields.subLinkType === "2")
      return columnOf(query, 1) || isNull(nodesIn(nodeIn(fields.testexpr)?.fields.args)[0], scope);
    const hasOneRow =
      inner.fields.hasAggs === "true" &&
      nodesIn(inner.fields.groupClause).length === 0 &&
      inner.fields.havingQual === null &&
      inner.fields.limitOffset === null;
    return fields.subLinkType !== "4" || !hasOneRow || columnOf(query, 1);
  }

  function common(scope: Scope, source: TreeNode): Scope {
    const owner = scope.up(numberIn(source.fields.ctelevelsup));
    const found = nodesIn(owner.query.fields.cteList).find(
      (cte) => cte.fields.ctename === source.fields.ctename,
    );
    const query = nodeIn(found?.fields.ctequery);
    if (!query) throw new Error(`no common query ${source.fields.ctename}`);
    return new Scope(query, owner);
  }

  function nameOf(id: TreeValue | undefined): string {
    return catalog.functions.get(numberIn(id))?.name ?? "";
  }

  const whole = new Scope(tree, undefined);
  const width = nodeIn(tree.fields.setOperations)
    ? nodesIn(tree.fields.targetList).length
    : whole.results().length;
  return Array.from({ length: width }, (_, index) => columnOf(whole, index + 1));
}

function subquery(scope: Scope, source: TreeNode): Scope {
  const query = nodeIn(source.fields.subquery);
  if (!query) throw new Error("a subquery without a query");
  return new Scope(query, scope);
}

/** The queries a UNION and its like are made of, by the number of their source. */
function leavesOf(operation: TreeNode): number[] {
  if (operation.kind === "RANGETBLREF") return [numberIn(operation.fields.rtindex)];
  const sides = [nodeIn(operation.fields.larg), nodeIn(operation.fields.rarg)];
  return sides.flatMap((side) => (side ? leavesOf(side) : []));
}

function listsIn(value: TreeValue | undefined): TreeValue[] {
  return Array.isArray(value) ? value : [];
}

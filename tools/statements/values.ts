import type ts from "typescript";

/** What an expression of the code is known to give without running it. */
export type Value =
  | string
  | number
  | boolean
  | null
  | undefined
  | RegExp
  | List
  | Fields
  | Func
  | RawSql
  | Unknown;

export type Lazy = () => Value;

export class List {
  constructor(readonly items: { value: Lazy; node?: ts.Expression }[]) {}
}

export class Fields {
  constructor(readonly byName: Map<string, Lazy>) {}
}

export class Func {
  constructor(
    readonly node: ts.FunctionLikeDeclaration,
    readonly frame: Frame | undefined,
  ) {}
}

/** Text that Prisma puts into a statement as it is: `Prisma.raw`. */
export class RawSql {
  constructor(readonly text: Lazy) {}
}

/**
 * A value that only a running program has. Its type may tell the few things it can be; `resolve` looks closer, at what
 * the callers of a function pass or at what a function returns.
 */
export class Unknown {
  constructor(
    /** The same key means the same value. */
    readonly key: string,
    readonly type: ts.Type,
    readonly resolve?: Lazy,
    /** It belongs to other values, as the arguments of one call do: its origin says more than its type, which would allow every combination. */
    readonly isTogether = false,
  ) {}
}

/** Variables of a function while its body is being followed. */
export class Frame {
  readonly variables = new Map<ts.Symbol, Lazy>();

  constructor(
    readonly parent: Frame | undefined,
    readonly id: number,
  ) {}

  find(symbol: ts.Symbol): { owner: Frame; value: Lazy } | undefined {
    const value = this.variables.get(symbol);
    return value ? { owner: this, value } : this.parent?.find(symbol);
  }
}

/** The text of a statement cannot be told from the code. */
export class Unresolved extends Error {
  constructor(
    readonly node: ts.Node | undefined,
    message: string,
  ) {
    super(message);
  }
}

/** The code throws here, so that no statement is sent. */
export class NeverSent extends Error {}

/** A value that is worked out when it is first asked for. */
export function lazy(work: Lazy): Lazy {
  let done: { value: Value } | undefined;
  return () => {
    done ??= { value: work() };
    return done.value;
  };
}

import type ts from "typescript";
import { canBeNullish, isAlwaysObject, literalsOf, membersOfTuple, shortTextOf } from "./code-types";
import { Fields, type Frame, type Lazy, List, lazy, Unknown, Unresolved, type Value } from "./values";
import type { Choose } from "./worlds";

interface Settled {
  value: Exclude<Value, Unknown>;
}

/** What is known of values in one world of choices, and how more becomes known of them. */
export class Knowledge {
  /** What was found of a value holds throughout the world. */
  private readonly settled = new Map<string, Settled>();

  constructor(
    readonly checker: ts.TypeChecker,
    readonly choose: Choose,
  ) {}

  /** The value as a part of a text. */
  text(value: Value, node: ts.Node): string {
    const known = this.concrete(value, node);
    if (typeof known === "object" && known !== null)
      throw new Unresolved(node, `"${shortTextOf(node)}" is no text the code tells`);
    return String(known);
  }

  /** Makes something known of the value, by looking where it comes from or by choosing among the few things it can be. */
  concrete(value: Value, node: ts.Node | undefined): Exclude<Value, Unknown> {
    if (!(value instanceof Unknown)) return value;
    const settled = this.settled.get(value.key);
    if (settled) return settled.value;

    const found = this.fromOrigin(value, node) ?? this.fromType(value);
    if (found) return found.value;
    const what = node ? `"${shortTextOf(node)}"` : "a condition";
    throw new Unresolved(node, `${what} can be any ${this.checker.typeToString(value.type)}`);
  }

  private fromOrigin(value: Unknown, node: ts.Node | undefined): Settled | undefined {
    const members = literalsOf(value.type);
    if (!value.resolve || (members && !value.isTogether)) return undefined;
    try {
      return this.settle(value, this.concrete(value.resolve(), node));
    } catch (err) {
      if (err instanceof Unresolved && members) return undefined;
      throw err;
    }
  }

  private fromType(value: Unknown): Settled | undefined {
    const members = literalsOf(value.type);
    return members && this.settle(value, members[this.choose(`is ${value.key}`, members.length)]);
  }

  private settle(value: Unknown, known: Exclude<Value, Unknown>): Settled {
    const settled = { value: known };
    this.settled.set(value.key, settled);
    return settled;
  }

  /** What a condition is about: its type tells enough, where it comes from does not matter. */
  private forCondition(value: Unknown): Settled | undefined {
    return this.settled.get(value.key) ?? this.fromType(value);
  }

  isTruthy(value: Value): boolean {
    if (!(value instanceof Unknown)) return Boolean(value);
    const known = this.forCondition(value);
    if (known) return Boolean(known.value);
    return isAlwaysObject(value.type) || this.choose(`truthy ${value.key}`, 2) === 0;
  }

  isNullish(value: Value): boolean {
    if (!(value instanceof Unknown)) return value === null || value === undefined;
    const known = this.forCondition(value);
    if (known) return this.isNullish(known.value);
    return canBeNullish(value.type) && this.choose(`truthy ${value.key}`, 2) === 1;
  }

  /** Whether two values are the same; unknown where nothing tells. */
  isEqual(left: Value, right: Value, node: ts.Expression, frame?: Frame): Value {
    if (right === null || right === undefined)
      return left instanceof Unknown ? this.isNullish(left) : left === right;
    const told = [left, right].map((value) =>
      value instanceof Unknown ? this.forCondition(value) : { value },
    );
    return told[0] && told[1] ? told[0].value === told[1].value : this.unknown(node, frame);
  }

  /** What is at `name`; looks closer at an unknown value only when more than the type is needed. */
  property(owner: Value, name: string, node: ts.Expression, frame?: Frame): Value {
    if (owner === null || owner === undefined) return undefined;
    if (owner instanceof Fields) return owner.byName.get(name)?.();
    if (owner instanceof List && name === "length") return owner.items.length;
    if (typeof owner === "string" && name === "length") return owner.length;
    if (!(owner instanceof Unknown)) return this.unknown(node, frame);
    const { resolve } = owner;
    return new Unknown(
      `${owner.key}.${name}`,
      this.checker.getTypeAtLocation(node),
      resolve && (() => this.property(resolve(), name, node, frame)),
      owner.isTogether,
    );
  }

  /**
   * What the code does not tell of an expression.
   * @param frame the followed function it is in: each time a function is followed, what is in it is something else
   */
  unknown(node: ts.Node, frame?: Frame, resolve?: Lazy, isTogether = false): Unknown {
    const key = `${node.getSourceFile().fileName}:${node.pos}${frame ? `#${frame.id}` : ""}`;
    return new Unknown(key, this.checker.getTypeAtLocation(node), resolve && lazy(resolve), isTogether);
  }

  /** The list behind the value, where its length can be told. */
  listOf(value: Value, node: ts.Node): List {
    if (value instanceof List) return value;
    if (value instanceof Unknown) {
      const types = membersOfTuple(this.checker, value.type);
      if (types)
        return new List(types.map((type, at) => ({ value: () => new Unknown(`${value.key}.${at}`, type) })));
      if (value.resolve) return this.listOf(value.resolve(), node);
    }
    throw new Unresolved(node, `the code does not tell how many values "${shortTextOf(node)}" has`);
  }
}

/** The value itself, as far as looking closer can tell. */
export function closer(value: Value): Value {
  return value instanceof Unknown && value.resolve ? closer(value.resolve()) : value;
}

declare const contract: unique symbol;

/** What a route takes beside the ids in its address, and what its JSON is. */
export interface Contract {
  query: object;
  body: unknown;
  /** `never`: it answers with a file. */
  answer: unknown;
}

/** Carries a contract, for types alone: nothing of it is there at run time. Those who call the route read it by `Routes`. */
export interface Contracted<C extends Contract> {
  readonly [contract]: C;
}

/** The contract a route's handler was made with. */
export type ContractOf<Handler> = Handler extends Contracted<infer C> ? C : never;

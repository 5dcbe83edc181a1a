import type { ContractOf } from "@/app/api/contract";
import type { Routes } from "@/app/api/routes";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** An address as its folder is named: `/api/v1/customers/[customerId]`. */
export type Path = keyof Routes;

type RouteContract<M extends Method, P extends Path> =
  Routes[P] extends Record<M, infer Handler> ? ContractOf<Handler> : never;

/** The JSON a route answers with. */
export type AnswerOf<M extends Method, P extends Path> = RouteContract<M, P>["answer"];

/** What a route takes as its body. */
export type BodyOf<M extends Method, P extends Path> = RouteContract<M, P>["body"];

/** The parameters a route takes in its query; `limit` and `cursor` are two of a list's. What they may hold, it says itself. */
export type QueryOf<P extends Path> = Partial<
  Record<NamesOf<RouteContract<"GET", P>["query"]>, string | number | null>
>;

type NamesOf<T> = string extends keyof T ? never : keyof T & string;

/** The ids in an address. */
export type ParamsOf<P extends string> = P extends `${string}[${infer Name}]${infer Rest}`
  ? Record<Name, string | number> & ParamsOf<Rest>
  : unknown;

/** The addresses that take a method. */
export type PathOf<M extends Method> = {
  [P in Path]: Routes[P] extends Record<M, unknown> ? P : never;
}[Path];

/** The addresses that are read as JSON. */
export type ReadPath = {
  [P in PathOf<"GET">]: [AnswerOf<"GET", P>] extends [never] ? never : P;
}[PathOf<"GET">];

/** The addresses that are read page by page. */
export type ListPath = {
  [P in ReadPath]: AnswerOf<"GET", P> extends { items: unknown[]; nextCursor: string | null } ? P : never;
}[ReadPath];

/** `{ [name]: T }`, which may be left out where an empty object will do. */
export type Part<Name extends string, T> =
  Record<never, never> extends T ? { [K in Name]?: T } : { [K in Name]: T };

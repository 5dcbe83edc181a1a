import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const API = path.resolve(import.meta.dirname, "../app/api/v1");

/** One route of the JSON API: `/customers/[customerId]` and the methods it has. */
export interface ApiRoute {
  path: string;
  methods: string[];
}

/** Every route below /api/v1 as the folders say, so that a new one is attacked too. */
export function findApiRoutes(): ApiRoute[] {
  return readdirSync(API, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === "route.ts" && !entry.parentPath.includes("[["))
    .map((entry) => {
      const text = readFileSync(path.join(entry.parentPath, entry.name), "utf8");
      const methods = [
        ...text.matchAll(/^export (?:const|async function|function) (GET|POST|PATCH|PUT|DELETE)\b/gm),
      ];
      return {
        path: `/${path.relative(API, entry.parentPath)}`,
        methods: methods.map(([, method = ""]) => method),
      };
    })
    .sort((left, right) => left.path.localeCompare(right.path));
}

import type { Handler, Operation } from "./operation";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** One operation at its address, such as `/customers/{customerId}`. */
export interface PlacedOperation {
  method: (typeof METHODS)[number];
  path: string;
  operation: Operation;
  handler: Handler;
}

// The bundler and the test runner both generate this from the existing files, so routes need not be registered.
const routes = import.meta.glob<Record<string, Handler | undefined>>("./**/route.ts");

/** Every operation of the API made with `handle` and its variants, by address and method. */
export async function readOperations(): Promise<PlacedOperation[]> {
  const files = Object.entries(routes).map(async ([file, load]) => {
    const handlers = await load();
    return METHODS.flatMap((method) => {
      const handler = handlers[method];
      return handler?.operation
        ? [{ method, path: pathOf(file), operation: handler.operation, handler }]
        : [];
    });
  });
  const found = (await Promise.all(files)).flat();
  return found.sort((left, right) => left.path.localeCompare(right.path, "en"));
}

/** `./customers/[customerId]/route.ts` is `/customers/{customerId}`. */
function pathOf(file: string): string {
  return file.slice(1, -"/route.ts".length).replaceAll("[", "{").replaceAll("]", "}");
}

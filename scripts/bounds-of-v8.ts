/**
 * How large V8's heap may grow, in megabytes. Without a bound it grows with the machine's memory instead of collecting
 * garbage: under 100,000 hostile requests the process held 926 MB, with a bound of 512 it held 685. NODE_OPTIONS may set another one.
 */
const HEAP_LIMIT_MB = 448;

/**
 * What a request allocates should be garbage before V8 moves it to the old generation. With its default of 16, half as many requests'
 * objects fit, and the old generation is collected more often. In megabytes; three times as much is used at most.
 */
const SEMI_SPACE_MB = 32;

/**
 * V8's threads beside the main one. With its default of four they take both of two cores while they collect garbage, and requests wait;
 * docs/performance.md has the figures.
 */
const V8_THREADS = 1;

/**
 * V8's options that bound a server's memory and threads. Without those that NODE_OPTIONS sets: what comes on the command line would
 * override them. Pure.
 * @param nodeOptions NODE_OPTIONS as the server will have it
 */
export function boundsOfV8(nodeOptions: string): string[] {
  const named = nodeOptions.replaceAll("_", "-");
  return [
    `--max-old-space-size=${HEAP_LIMIT_MB}`,
    `--max-semi-space-size=${SEMI_SPACE_MB}`,
    `--v8-pool-size=${V8_THREADS}`,
  ].filter((bound) => !named.includes(bound.slice(0, bound.indexOf("="))));
}

/** The request header in which the proxy passes the requested path to the pages. */
export const PATH_HEADER = "x-tributary-path";

/** The request header in which the proxy hands the asked-for path to the pages. */
export const PATH_HEADER = "x-tributary-path";

/**
 * A list of a named statement, in SQL, whose length the planner does not see: it takes every list for one of ten. Otherwise a plan
 * of its own for a list of one looks cheaper each time than the plan that is kept, and making it takes longer than the work.
 * To be used where no length would make another plan better, such as where an index leads to each of the list.
 * @param parameter with its type, such as `$1::uuid[]`
 */
export function anyLength(parameter: string): string {
  return `(SELECT ${parameter})`;
}

/**
 * When Heap last said something about `member m` of `segment s`, as an order of tasks: milliseconds of Heap's clock. A
 * drain says of all earlier members that they left.
 */
export const NAMED_ORDER =
  "(CASE WHEN m.wanted THEN m.task_order ELSE GREATEST(m.task_order, s.drained_order) END)";

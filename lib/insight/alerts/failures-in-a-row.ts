/**
 * How many calls in a row must fail: one or two failures pass by themselves. A customer's health, the alerts and the
 * screens use the same number.
 */
export const FAILURES_IN_A_ROW = 3;

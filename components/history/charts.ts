/** Charts in two columns; the last one fills its row. */
export const CHARTS = "grid gap-4 lg:grid-cols-2 lg:[&>*:last-child:nth-child(odd)]:col-span-2";

const grouped = new Intl.NumberFormat("en-US");

/** A whole number with its thousands grouped: 1,234,567. */
export function formatNumber(value: number): string {
  return grouped.format(value);
}

/** Standard normal quantile of a two-sided 95 % interval. */
const Z = 1.959963984540054;

/** A share and the interval that contains the true one with 95 % confidence; each from 0 to 1. */
export interface MeasuredShare {
  share: number;
  low: number;
  high: number;
}

/**
 * Estimates a share of a population from a random sample without repetition: Wilson's interval, which stays sensible
 * near 0 and 1, with the finite population correction, so that asking about everybody leaves no doubt. The counted
 * members bound it too, since they are certain.
 * Source: E. B. Wilson (1927), JASA 22, 209-212; the effective size n (N-1)/(N-n) is the correction (N-n)/(N-1) of the
 * variance (Cochran, Sampling Techniques, 2.5).
 *
 * @param known how many of the sample have the property
 * @param sampled the sample's size, at least 1
 * @param population how many the sample was drawn from, at least `sampled`
 */
export function measuredShare(known: number, sampled: number, population: number): MeasuredShare {
  const share = known / sampled;
  if (sampled >= population) return { share, low: share, high: share };

  const size = (sampled * (population - 1)) / (population - sampled);
  const spread = Z ** 2 / size;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (Z * Math.sqrt((share * (1 - share)) / size + (spread / size) * 0.25)) / (1 + spread);
  return {
    share,
    low: Math.min(share, Math.max(known / population, middle - half)),
    high: Math.max(share, Math.min(1 - (sampled - known) / population, middle + half)),
  };
}

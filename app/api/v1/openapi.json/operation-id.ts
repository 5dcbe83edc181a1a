/**
 * A name for generated clients, as stable as the address: GET `/customers/{customerId}/sources` is
 * `getCustomerSources`, GET `/customers/{customerId}` is `getCustomer`.
 */
export function operationId(method: string, path: string): string {
  const words = path.split("/").slice(1);
  const named = words.flatMap((word, place) => {
    if (word.startsWith("{")) return [];
    const isOfOne = words[place + 1]?.startsWith("{");
    return (isOfOne ? singular(word) : word).split(/[-.]/).map(capitalized);
  });
  return method.toLowerCase() + named.join("");
}

function singular(word: string): string {
  return word.replace(/(?:(?<=ch|sh|x)es|s)$/, "");
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

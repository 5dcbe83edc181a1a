/** Who acts when a function carries out a deletion. */
export const DELETION_CTX = { actor: { kind: "system", name: "deletion request" } } as const;

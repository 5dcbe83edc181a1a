/** Where a vendor keeps a customer's data. Each data centre has a host of its own and knows nothing of the other. */
export type DataCentre = "us" | "eu";

/** What the first part of a path names: the data centres of the two vendors. */
export const DATA_CENTRES: Record<string, { vendor: "braze" | "heap"; dataCentre: DataCentre }> = {
  braze: { vendor: "braze", dataCentre: "us" },
  "braze-eu": { vendor: "braze", dataCentre: "eu" },
  heap: { vendor: "heap", dataCentre: "us" },
  "heap-eu": { vendor: "heap", dataCentre: "eu" },
};

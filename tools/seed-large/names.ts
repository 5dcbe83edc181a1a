const FIRST = [
  "Amber",
  "Beacon",
  "Cedar",
  "Delta",
  "Ember",
  "Fjord",
  "Garnet",
  "Harbor",
  "Iris",
  "Juniper",
  "Kestrel",
  "Lumen",
  "Meadow",
  "Nimbus",
  "Orchard",
  "Pioneer",
  "Quarry",
  "Ridge",
  "Summit",
  "Tidal",
  "Umber",
  "Vertex",
  "Willow",
  "Yarrow",
  "Zephyr",
];
const SECOND = [
  "Airlines",
  "Bank",
  "Books",
  "Cloud",
  "Coffee",
  "Dental",
  "Energy",
  "Fitness",
  "Foods",
  "Games",
  "Health",
  "Home",
  "Hotels",
  "Insurance",
  "Labs",
  "Logistics",
  "Media",
  "Mobile",
  "Outdoor",
  "Pay",
  "Retail",
  "Robotics",
  "Studios",
  "Travel",
  "Wear",
];

/** A long name, and one in another script, to see what a list does with them. */
const ODD: Record<number, string> = {
  7: "The Northern Lighthouse and Harbour Equipment Manufacturing and Trading Company of Greater Trondheim",
  11: "Æther & Ørsted Løsninger A/S",
  14: "日本橋商店",
};

/** The name of the customer with this number; no two are equal. */
export function customerName(number: number): string {
  const odd = ODD[number];
  if (odd) return odd;

  const round = Math.floor(number / (FIRST.length * SECOND.length));
  const first = FIRST[(number * 7) % FIRST.length];
  const second = SECOND[(Math.floor(number / FIRST.length) + number) % SECOND.length];
  return round === 0 ? `${first} ${second}` : `${first} ${second} ${round + 1}`;
}

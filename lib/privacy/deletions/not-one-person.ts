/** An id that is this person's and somebody else's: deleting it could delete somebody else. */
export const SHARED_ID =
  "An external ID of this user also belongs to another Braze user, so nobody was deleted. Look at both in Braze. Then erase the right ID below, delete it in Heap and Braze, and close the request.";

/** Braze gives a user one external id. More may be several people behind one id, such as one of a shared device. */
export const SEVERAL_IDS =
  "Braze’s ID of the user came with more than one external ID, so it may stand for several people, and nobody was deleted. Find out in Braze who is meant. Then erase the right ID below, delete it in Heap and Braze, and close the request.";

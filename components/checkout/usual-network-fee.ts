/**
 * Shannons. A 2-2 transaction is about 600 bytes, at 1,500 shannons a kilobyte; the exact fee is known once it is
 * prepared.
 */
export const USUAL_NETWORK_FEE = 1_000n

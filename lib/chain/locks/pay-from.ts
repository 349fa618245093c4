/** What somebody can do whose lock cannot pay; the end of a lock's reason. */
export const PAY_FROM =
  "Pay from a CKB wallet's ordinary address, an Ethereum or Bitcoin wallet's Omnilock address, or JoyID."

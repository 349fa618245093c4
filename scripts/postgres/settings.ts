import { totalmem } from "node:os"

const MIB = 1_048_576
const SMALLEST_MIB = 128
const LARGEST_MIB = 1_024

/**
 * What the server is started with where its data is meant to stay and to grow.
 *
 * @param memory of the machine, in bytes
 */
export function lastingSettings(memory = totalmem()): Record<string, string> {
  // Hashes fall anywhere into their indexes, so all of these are in use. Memory is taken as it is filled.
  const shared = Math.min(Math.max(SMALLEST_MIB, Math.floor(memory / MIB / 8)), LARGEST_MIB)
  return {
    shared_buffers: `${shared}MB`,
    // The first change of a page after a checkpoint writes all of it to the log, so the usual five minutes write more.
    // A start after a crash replays what came since the last one.
    checkpoint_timeout: "15min",
    max_wal_size: "4GB",
  }
}

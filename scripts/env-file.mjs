// Plain JavaScript with nothing but Node's own modules: npm start reads it before any dependency is there.
import { existsSync, readFileSync } from "node:fs"
import { parseEnv } from "node:util"

/**
 * Reads a `.env` file into the environment, which wins: a variable that is there, even an empty one, stays as it is.
 * The only reader of that file: what the server goes by, the commands go by.
 *
 * Editors of some systems put a byte order mark in front, or write UTF-16; Node's parser takes the mark for a part of
 * the first name.
 *
 * @param {string} file
 * @param {Record<string, string | undefined>} environment
 * @returns {string[]} the names that stand in the file
 */
export function loadEnvFile(file, environment = process.env) {
  if (!existsSync(file)) return []
  const read = parseEnv(decode(readFileSync(file)).replace(/\r\n?/g, "\n"))
  for (const [name, value] of Object.entries(read)) environment[name] ??= value
  return Object.keys(read)
}

/** @param {Buffer} bytes */
function decode(bytes) {
  const marks = /** @type {const} */ ([
    ["utf-16le", [0xff, 0xfe]],
    ["utf-16be", [0xfe, 0xff]],
  ])
  const [encoding] = marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte)) ?? ["utf-8"]
  // TextDecoder drops the mark.
  return new TextDecoder(encoding).decode(bytes)
}

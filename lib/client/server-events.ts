/** One server-sent event: its name, and its data as it came. */
export interface ServerEvent {
  name: string
  data: string
}

/**
 * Reads server-sent events (WHATWG HTML, 9.2) from a reply of `fetch`, which can send headers and an `EventSource`
 * cannot: so a client secret is in no address, and in no log.
 *
 * @param onBytes called whenever anything comes, heartbeats too
 */
export async function* readServerEvents(
  body: ReadableStream<Uint8Array>,
  onBytes: () => void = () => {},
): AsyncGenerator<ServerEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ""
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      onBytes()
      text += decoder.decode(value, { stream: true })
      const blocks = text.split("\n\n")
      text = blocks.pop() ?? ""
      for (const block of blocks) {
        const event = parseEvent(block)
        if (event) yield event
      }
    }
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** @returns undefined for comments and for what only sets the time to try again */
function parseEvent(block: string): ServerEvent | undefined {
  let name = "message"
  const data: string[] = []
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) name = line.slice(7)
    if (line.startsWith("data: ")) data.push(line.slice(6))
  }
  return data.length > 0 ? { name, data: data.join("\n") } : undefined
}

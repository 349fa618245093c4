import { perProcess } from "@/lib/process"

/** Proxies cut connections that are silent for long, usually after 30 to 60 seconds. */
const HEARTBEAT_MS = 15_000
/** How soon a client whose stream has ended asks again. */
const RETRY_MS = 2_000

/** Who writes to a stream of server-sent events. */
export interface EventWriter {
  /** @param id where a client that has lost the stream goes on: it sends this as `Last-Event-ID` */
  send(name: string, data: unknown, id?: bigint): void
  /** Ends the stream: there is nothing more to come. */
  close(): void
}

/** What ends each stream that is open in this process. */
const streams = () => perProcess("event-streams", () => ({ open: new Set<() => void>(), isStopping: false }))

/**
 * Ends every open stream, now and from now on: they would keep the process from ending. Their clients ask another
 * instance.
 */
export function stopEvents(): void {
  streams().isStopping = true
  for (const close of streams().open) close()
}

/**
 * A stream of server-sent events (WHATWG HTML, 9.2) with heartbeats. It ends when its client goes away, when the writer
 * closes it, or when the process is told to stop.
 *
 * @param begin starts the writing; what it returns is called once, when the stream has ended
 */
export function eventStream(begin: (writer: EventWriter) => () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let end = () => {}
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text))
      const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS)
      let over = false
      let stop = () => {}
      const finish = () => {
        if (over) return
        over = true
        clearInterval(heartbeat)
        streams().open.delete(close)
        stop()
      }
      const close = () => {
        if (!over) controller.close()
        finish()
      }
      end = finish
      write(`retry: ${RETRY_MS}\n\n`)
      stop = begin({
        send: (name, data, id) => {
          const place = id === undefined ? "" : `id: ${id}\n`
          if (!over) write(`${place}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
        },
        close,
      })
      // It may have closed itself before there was anything to stop.
      if (over) stop()
      else if (streams().isStopping) close()
      else streams().open.add(close)
    },
    cancel: () => end(),
  })
}

// Preloaded into every Node process of a server that is to be profiled. SIGUSR2 begins a CPU profile, the next one ends
// it and writes it to BENCH_PROFILES/PID.cpuprofile. CommonJS, because --require takes nothing else.
const { writeFileSync } = require("node:fs")
const { Session } = require("node:inspector")
const { join } = require("node:path")

let session

process.on("SIGUSR2", () => {
  if (!session) {
    session = new Session()
    session.connect()
    session.post("Profiler.enable")
    session.post("Profiler.setSamplingInterval", { interval: 500 })
    session.post("Profiler.start")
    return
  }
  const ending = session
  session = undefined
  ending.post("Profiler.stop", (error, result) => {
    const file = join(process.env.BENCH_PROFILES ?? "", `${process.pid}.cpuprofile`)
    if (!error) writeFileSync(file, JSON.stringify(result.profile))
    ending.disconnect()
  })
})

interface Texts {
  everyMinute: string
  everyMinutes: (minutes: number) => string
  hourly: (minute: string) => string
  daily: (time: string) => string
}

/** A cron pattern as people say it; one that is none of the common forms stays as it is. */
export function scheduleInWords(t: Texts, cron: string): string {
  const [minute = "", hour = "", ...rest] = cron.trim().split(/\s+/)
  if (rest.join(" ") !== "* * *") return cron
  const every = /^\*\/(\d{1,2})$/.exec(minute)
  if (hour === "*" && minute === "*") return t.everyMinute
  if (hour === "*" && every) return t.everyMinutes(Number(every[1]))
  if (!/^\d{1,2}$/.test(minute)) return cron
  if (hour === "*") return t.hourly(minute.padStart(2, "0"))
  return /^\d{1,2}$/.test(hour) ? t.daily(`${hour.padStart(2, "0")}:${minute.padStart(2, "0")}`) : cron
}

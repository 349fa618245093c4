"use client"

import { ADMIN } from "@/components/messages/admin"
import { useMessages, useTexts } from "@/components/messages/provider"
import { Chip, type Tone } from "@/components/ui/chip"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { TimeAgo, TimeUntil } from "@/components/ui/time-ago"
import { useJobs } from "@/lib/client/queries"
import type { Job } from "@/lib/client/types"
import { May } from "./may"
import { RunNow } from "./run-now"
import { scheduleInWords } from "./schedule"
import { Section } from "./section"

export function JobsSection() {
  const t = useTexts(ADMIN).jobs
  const query = useJobs()
  return (
    <Section id="jobs" title={t.title} query={query}>
      {query.data?.length === 0 ? <p className="py-4 text-muted">{t.empty}</p> : null}
      {query.data && query.data.length > 0 ? (
        <CardTable
          caption={t.caption}
          testId="jobs"
          columns={[
            { name: t.columns.id },
            { name: t.columns.schedule },
            { name: t.columns.status },
            { name: t.columns.last },
            { name: t.columns.next },
            { name: t.columns.duration, right: true },
            { name: t.columns.run },
          ]}
        >
          {query.data.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </CardTable>
      ) : null}
    </Section>
  )
}

function JobRow({ job }: { job: Job }) {
  const admin = useTexts(ADMIN)
  const { common } = useMessages()
  const t = admin.jobs
  // While two versions run side by side, one of the newer has no words here.
  const names: Record<string, string> = admin.today.jobs.names
  const does: Record<string, string> = admin.today.jobs.does
  return (
    <CardRow data-testid="job" data-job={job.id} data-status={job.last_status}>
      <CardCell name={t.columns.id} className="font-medium">
        {names[job.id] ?? job.id}
        <span className="block font-normal text-muted lg:text-left">{does[job.id]}</span>
      </CardCell>
      <CardCell name={t.columns.schedule}>
        <span title={job.schedule} className="lg:text-muted">
          {scheduleInWords(admin.today.jobs, job.schedule)}
        </span>
      </CardCell>
      <CardCell name={t.columns.status}>
        {job.last_status ? <Chip tone={jobTone(job)}>{t.statuses[job.last_status]}</Chip> : common.none}
        <Earlier job={job} />
      </CardCell>
      <CardCell name={t.columns.last} className="lg:text-muted">
        {job.last_run_at ? <TimeAgo time={job.last_run_at} /> : t.never}
      </CardCell>
      <CardCell name={t.columns.next} className="lg:text-muted">
        {job.next_run_at ? <TimeUntil time={job.next_run_at} /> : common.none}
      </CardCell>
      <CardCell name={t.columns.duration} right>
        {job.duration_ms === null ? common.none : t.duration(job.duration_ms)}
      </CardCell>
      <CardCell name={t.columns.run}>
        <May needs="operate" silent>
          <RunNow id={job.id} name={names[job.id] ?? job.id} does={does[job.id]} />
        </May>
      </CardCell>
    </CardRow>
  )
}

/** Why the last run failed; how long ago one last went well; and of one that went well since, what failed before it. */
function Earlier({ job }: { job: Job }) {
  const t = useTexts(ADMIN).jobs
  if (job.last_error !== null || job.last_status === "failed")
    return (
      <>
        <span className="mt-1 block text-danger-ink">{job.last_error}</span>
        <span className="mt-1 block text-muted" data-testid="last-success">
          {t.lastSuccess} {job.last_success_at ? <TimeAgo time={job.last_success_at} /> : t.never}
        </span>
      </>
    )
  if (job.last_failure_at === null) return null
  return (
    <span className="mt-1 block text-muted" data-testid="last-failure">
      {t.lastFailure} <TimeAgo time={job.last_failure_at} />
      <span className="block wrap-anywhere">{job.last_failure}</span>
    </span>
  )
}

function jobTone(job: Job): Tone {
  if (job.last_error !== null || job.last_status === "failed") return "danger"
  return job.last_status === "running" ? "warn" : "accent"
}

"use client"

import { useMessages } from "@/components/messages/provider"
import { Chip, type Tone } from "@/components/ui/chip"
import { Cell, Table } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import { useJobs } from "@/lib/client/queries"
import type { Job } from "@/lib/client/types"
import { Section } from "./section"

export function JobsSection() {
  const t = useMessages().admin.jobs
  const query = useJobs()
  return (
    <Section id="jobs" title={t.title} query={query}>
      {query.data?.length === 0 ? <p className="py-4 text-muted">{t.empty}</p> : null}
      {query.data && query.data.length > 0 ? (
        <Table
          caption={t.caption}
          testId="jobs"
          columns={[
            { key: "id", name: t.columns.id },
            { key: "schedule", name: t.columns.schedule },
            { key: "status", name: t.columns.status },
            { key: "last", name: t.columns.last },
            { key: "next", name: t.columns.next },
            { key: "duration", name: t.columns.duration, align: "right" },
          ]}
        >
          {query.data.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </Table>
      ) : null}
    </Section>
  )
}

function JobRow({ job }: { job: Job }) {
  const { admin, common } = useMessages()
  const t = admin.jobs
  return (
    <tr data-testid="job" data-job={job.id}>
      <Cell className="font-medium">{job.id}</Cell>
      <Cell>
        <code className="text-muted">{job.schedule}</code>
      </Cell>
      <Cell className="max-w-xs whitespace-normal">
        {job.last_status ? (
          <Chip tone={jobTone(job)}>{t.statuses[job.last_status] ?? job.last_status}</Chip>
        ) : (
          common.none
        )}
        {job.last_error ? <p className="mt-1 text-danger-ink wrap-anywhere">{job.last_error}</p> : null}
      </Cell>
      <Cell className="text-muted">{job.last_run_at ? <TimeAgo time={job.last_run_at} /> : t.never}</Cell>
      <Cell className="text-muted">{job.next_run_at ? <TimeAgo time={job.next_run_at} /> : common.none}</Cell>
      <Cell right>{job.duration_ms === null ? common.none : t.duration(job.duration_ms)}</Cell>
    </tr>
  )
}

function jobTone(job: Job): Tone {
  if (job.last_error !== null || job.last_status === "failed" || job.last_status === "error") return "danger"
  return job.last_status === "running" ? "warn" : "accent"
}

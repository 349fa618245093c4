import { JobsSection } from "@/components/admin/jobs-section"

export default function JobsPage() {
  return <JobsSection />
}

import { JobsSection } from "@/components/admin/jobs-section"
import { operatorTitle } from "@/components/admin/title"

export const generateMetadata = () => operatorTitle("jobs")

export default function JobsPage() {
  return <JobsSection />
}

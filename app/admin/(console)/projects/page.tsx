import { ProjectsSection } from "@/components/admin/projects-section"
import { operatorTitle } from "@/components/admin/title"

export const generateMetadata = () => operatorTitle("projects")

export default function ProjectsPage() {
  return <ProjectsSection />
}

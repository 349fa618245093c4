import { notFound } from "next/navigation"
import { operatorTitle } from "@/components/admin/title"
import { ProjectPage } from "@/components/project/project-page"

export const generateMetadata = () => operatorTitle("projects")

export default async function ProjectOfAllPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!/^\d{1,15}$/.test(id)) notFound()
  return <ProjectPage id={Number(id)} listPath="/admin/projects" />
}

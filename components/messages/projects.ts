import { projects as en } from "./en/projects"
import { projects as zh } from "./zh/projects"

/** The texts of a project's pages. */
export const PROJECTS = { en, "zh-CN": zh }

/** An operator by their own name, everybody else as the pages call them. */
export function actorName(names: Record<string, string>, actor: string): string {
  return names[actor] ?? actor.replace(/^operator:/, "")
}

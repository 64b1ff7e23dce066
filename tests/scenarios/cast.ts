/** Who is there when a scenario begins, and words for what they write and look for. */
import type { Member, Seen, Stage } from './stage.ts'

/** Called in a test: the stage is open by then. Whoever else is needed is a `stage.member`. */
export type Cast = () => Readonly<{ stage: Stage; ada: Member; bob: Member }>

export function python(code: string): string {
  return `\`\`\`python\n${code}\n\`\`\``
}

export function says(text: string): (seen: Seen) => boolean {
  return (seen) => seen.text.includes(text)
}

/** Turns plain text into Markdown without letting any of it act as markup. */
import { oneLine } from './visible.ts'

/** Escapes a sentence of ours that may quote the learner, leaving only backticked `code` as markup. */
export function sentence(text: string): string {
  return oneLine(text, 2000)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : escapeMarkdown(part)))
    .join('')
}

/** Escapes plain text, so that Markdown shows it as it is and makes no links of it. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]<>()#~|!&]/g, '\\$&')
    .replace(
      /^(\s*)([-+=]|\d+[.)])/,
      (_, space: string, mark: string) => `${space}${escapeMark(mark)}`,
    )
    .replace(/:\/\//g, ':\\/\\/')
}

/** Formats text as inline code, with a fence longer than any backticks in it. */
export function inlineCode(text: string): string {
  const shown = oneLine(text)
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 ? ' ' : ''
  return `${fence}${pad}${shown || ' '}${pad}${fence}`
}

/** `-` starts a list and `1.` a numbered one. */
function escapeMark(mark: string): string {
  return mark.length > 1 ? `${mark.slice(0, -1)}\\${mark.slice(-1)}` : `\\${mark}`
}

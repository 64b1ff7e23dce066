/** Text that nothing acts in: no mention, no markup, no link, nothing hidden. */
import { pieces } from '../../../bot/lib/text/split.ts'
import { oneLine, visible } from '../../../bot/lib/text/visible.ts'
import { SHOWN } from '../limits.ts'

/** Looks like a backtick, and closes nothing. */
const TICK = '\u02cb'

/** As Discord's Markdown that reads as `text`. Every character that can begin markup is escaped. */
export function escaped(text: string): string {
  return visible(text)
    .replace(/[\\`*_~|<>[\]@]/g, '\\$&')
    .replace(/:\/\//g, ':\\/\\/')
    .replace(/:(?=[\w+-]+:)/g, '\\:')
    .replace(
      /^([^\S\n\r\u2028\u2029]*)([-+#]|\d+(?=[.)](?:\s|$)))/gm,
      (_, space: string, mark: string) =>
        /\d/.test(mark) ? `${space}${mark}\\` : `${space}\\${mark}`,
    )
}

/** As `escaped`, in pieces that are short enough. */
export function paragraph(text: string): readonly string[] {
  return pieces(visible(text), SHOWN.pieceCharacters / 2).map(escaped)
}

/** On one line, at most `length` characters of it. */
export function line(text: string, length?: number): string {
  return escaped(oneLine(text, length))
}

/** Not parsed as Markdown by Discord, such as labels of buttons; never empty. */
export function label(text: string, length: number): string {
  return oneLine(text, length) || '…'
}

export function inlineCode(text: string): string {
  const shown = visible(text).replace(/\s+/g, ' ')
  if (!shown.includes('`')) return `\`${shown || ' '}\``
  return `\`\` ${shown.includes('``') ? shown.replaceAll('`', TICK) : shown} \`\``
}

/** A block of code; what could close it early cannot. `text` is visible already. */
export function fenced(text: string, language = ''): string {
  const inside = text.replace(/`{3,}/g, (ticks) => TICK.repeat(ticks.length))
  // A block of nothing but line breaks is none to Discord.
  return `\`\`\`${language}\n${/[^\n]/.test(inside) ? inside : ` ${inside}`}\n\`\`\``
}

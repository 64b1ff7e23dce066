/** Escapes text so that Discord treats it as plain: no mentions, markup or links, and nothing hidden. */
import { pieces } from '../../../bot/lib/text/split.ts'
import { oneLine, visible } from '../../../bot/lib/text/visible.ts'
import { SHOWN } from '../limits.ts'

/** Looks like a backtick but doesn't close a code span. */
const TICK = '\u02cb'

/** Escapes every character that can start markup in Discord's Markdown. */
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

/** Escapes text and splits it into pieces short enough for a message. */
export function paragraph(text: string): readonly string[] {
  return pieces(visible(text), SHOWN.pieceCharacters / 2).map(escaped)
}

/** Escapes text on one line, cut to `length` characters before escaping. */
export function line(text: string, length?: number): string {
  return escaped(oneLine(text, length))
}

/**
 * Cuts text to one line of `length` characters for places that Discord doesn't parse as Markdown, such as button
 * labels; never empty.
 */
export function label(text: string, length: number): string {
  return oneLine(text, length) || '…'
}

/** Formats text as inline code; backticks in it can't end the code span. */
export function inlineCode(text: string): string {
  const shown = visible(text).replace(/\s+/g, ' ')
  if (!shown.includes('`')) return `\`${shown || ' '}\``
  return `\`\` ${shown.includes('``') ? shown.replaceAll('`', TICK) : shown} \`\``
}

/** Formats a code block that its content can't close early; `text` must be free of invisible characters already. */
export function fenced(text: string, language = ''): string {
  const inside = text.replace(/`{3,}/g, (ticks) => TICK.repeat(ticks.length))
  // Discord doesn't render a code block that contains only line breaks.
  return `\`\`\`${language}\n${/[^\n]/.test(inside) ? inside : ` ${inside}`}\n\`\`\``
}

/** Converts blocks to text, since messages from apps may have only blocks. */
import { z } from 'zod'
import { escaped } from './text.ts'

const textual = z.union([
  z.string(),
  z
    .looseObject({ type: z.string(), text: z.string() })
    .transform(({ type, text }) => (type === 'mrkdwn' ? text : escaped(text))),
])

const part = z.looseObject({
  type: z.string(),
  text: textual.optional().catch(undefined),
  elements: z.array(z.unknown()).optional().catch(undefined),
  url: z.string().optional().catch(undefined),
  user_id: z.string().optional().catch(undefined),
  channel_id: z.string().optional().catch(undefined),
})

/** Converts blocks to mrkdwn text, as Slack would; unknown blocks are skipped. */
export function textOfBlocks(blocks: readonly unknown[]): string {
  return joined(blocks, '\n')
}

function joined(parts: readonly unknown[], between: string): string {
  return parts
    .map(textOf)
    .filter((text) => text !== '')
    .join(between)
}

function textOf(given: unknown): string {
  const { type, text = '', elements = [], url = '', ...ids } = part.safeParse(given).data ?? NOTHING
  switch (type) {
    case 'section':
    case 'header':
      return text
    case 'text':
    case 'markdown':
      return escaped(text)
    case 'link':
      return `<${escaped(url)}${text === '' ? '' : `|${escaped(text)}`}>`
    case 'user':
      return `<@${ids.user_id}>`
    case 'channel':
      return `<#${ids.channel_id}>`
    case 'rich_text':
    case 'rich_text_list':
      return joined(elements, '\n')
    case 'rich_text_section':
    case 'rich_text_quote':
      return joined(elements, '')
    case 'rich_text_preformatted':
      return `\`\`\`\n${joined(elements, '')}\n\`\`\``
    default:
      return ''
  }
}

const NOTHING: z.output<typeof part> = { type: '' }

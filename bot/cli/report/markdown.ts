/** Renders Markdown for a terminal: emphasis becomes a style, and links show their address. */
import MarkdownIt, { type Token } from 'markdown-it'

type Style = 'bold' | 'dim' | 'italic' | 'red' | 'green' | 'yellow' | 'cyan'
/** Applies a style to `text`, or returns it unchanged. */
export type Paint = (style: Style, text: string) => string

/** Renders Markdown as text for a terminal. */
export function paintMarkdown(text: string, paint: Paint): string {
  const tokens = new MarkdownIt('commonmark').parse(text, {})
  return tokens
    .map((token, index) => blockText(token, tokens[index - 1], paint))
    .join('')
    .trim()
}

function blockText(token: Token, before: Token | undefined, paint: Paint): string {
  switch (token.type) {
    case 'inline':
      return inlineText(
        token.children ?? [],
        before?.type === 'heading_open' ? ['bold'] : [],
        paint,
      )
    case 'list_item_open':
      return '- '
    case 'paragraph_close':
      return token.hidden ? '\n' : '\n\n'
    case 'heading_close':
    case 'bullet_list_close':
      return '\n'
    default:
      return token.content
  }
}

function inlineText(tokens: readonly Token[], around: readonly Style[], paint: Paint): string {
  const styles = [...around]
  const addresses: string[] = []
  const piece = (token: Token): string => {
    switch (token.type) {
      case 'strong_open':
        styles.push('bold')
        return ''
      case 'em_open':
        styles.push('italic')
        return ''
      case 'strong_close':
      case 'em_close':
        styles.pop()
        return ''
      case 'link_open':
        addresses.push(String(token.attrGet('href')))
        return ''
      case 'link_close':
        return ` ${paint('cyan', addresses.pop() ?? '')}`
      case 'code_inline':
        return paint('cyan', token.content)
      case 'softbreak':
      case 'hardbreak':
        return '\n'
      default:
        return styles.reduce((text: string, style) => paint(style, text), plain(token.content))
    }
  }
  return tokens.map(piece).join('')
}

/** Removes the character that keeps an @ from mentioning someone in a chat. */
function plain(text: string): string {
  return text.replaceAll('\u2060', '')
}

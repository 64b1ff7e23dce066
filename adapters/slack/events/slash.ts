/** In Slack all commands are words of one: what the core calls `/run` is typed `/overlap run`. */
import type { Command } from '../../../bot/core/command.ts'
import type { Block, Message } from '../../../bot/core/message.ts'

export const SLASH = '/overlap'

type Known = Pick<ReadonlyMap<string, Command>, 'has'>

/** As it is typed here. What a program or a person wrote stays as it is. */
export function slashed(message: Message, commands: Known): Message {
  return { ...message, blocks: message.blocks.map((block) => inBlock(block, commands)) }
}

function inBlock(block: Block, commands: Known): Block {
  if (block.kind === 'markdown' || block.kind === 'fold') {
    const text = block.text.replace(/(?<=`)\/(\w+)(?=[ `])/g, (all, name: string) =>
      commands.has(name) ? `${SLASH} ${name}` : all,
    )
    return { ...block, text }
  }
  // How a command is written stands alone; output and programs have titles, or more to them.
  if (block.kind === 'code' && block.language === 'text' && !block.title) {
    const [, name = ''] = /^\/(\w+)(?= |$)[^\n]*$/.exec(block.text) ?? []
    return commands.has(name) ? { ...block, text: `${SLASH} ${block.text.slice(1)}` } : block
  }
  return block
}

/** As the core knows it. */
export function unslashed(text: string): string {
  return text.startsWith(`${SLASH} `) ? `/${text.slice(SLASH.length).trimStart()}` : text
}

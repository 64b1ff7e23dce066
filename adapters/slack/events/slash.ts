/** On Slack, all commands are subcommands of one: the core's `/run` is typed as `/overlap run`. */
import type { Command } from '../../../bot/core/command.ts'
import type { Block, Message } from '../../../bot/core/message.ts'

export const SLASH = '/overlap'

type Known = Pick<ReadonlyMap<string, Command>, 'has'>

/** Rewrites commands in a message as they are typed on Slack. Text from programs and people stays unchanged. */
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
  // A command's usage is a block with nothing else in it; output and programs have a title or more
  // lines.
  if (block.kind === 'code' && block.language === 'text' && !block.title) {
    const [, name = ''] = /^\/(\w+)(?= |$)[^\n]*$/.exec(block.text) ?? []
    return commands.has(name) ? { ...block, text: `${SLASH} ${block.text.slice(1)}` } : block
  }
  return block
}

/** Rewrites `/overlap run` as the core's `/run`. */
export function unslashed(text: string): string {
  return text.startsWith(`${SLASH} `) ? `/${text.slice(SLASH.length).trimStart()}` : text
}

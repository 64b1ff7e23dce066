/** An answer without its files is one all the same. */
import type { Message } from '../../../bot/message.ts'
import { isOutside } from '../calls.ts'
import type { Parts } from '../parts.ts'

/** The message as it is to be shown once `attach` was tried: where it failed, it says so. */
export async function withFiles(
  message: Message,
  attach: () => Promise<void>,
  { log }: Pick<Parts, 'log'>,
): Promise<Message> {
  try {
    await attach()
    return message
  } catch (err) {
    log[isOutside(err) ? 'warn' : 'error']({ err, platform: 'slack' }, 'no files')
    return { ...message, blocks: [...message.blocks, NOTE] }
  }
}

const NOTE = { kind: 'markdown', text: '*Slack did not take the files of this answer.*' } as const

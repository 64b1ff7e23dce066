/** `overlap manifest slack [URL]`: the app as Slack has to know it, to be pasted there. */
import { slackManifest } from '../../adapters/slack/manifest.ts'
import type { Config } from '../config.ts'
import { declaredCommands } from './declared.ts'
import { EXIT, Refusal } from './exit.ts'
import type { Terminal } from './terminal.ts'

export async function manifest(
  [platform, url, ...more]: readonly string[],
  _: Config,
  terminal: Terminal,
): Promise<number> {
  const isUrl = url === undefined || (URL.canParse(url) && url.startsWith('https://'))
  if (platform !== 'slack' || !isUrl || more.length > 0) {
    throw new Refusal(EXIT.usage, 'usage: overlap manifest slack [https://…]')
  }
  const commands = await declaredCommands()
  terminal.out(`${JSON.stringify(slackManifest(commands, url ?? null), null, 2)}\n`)
  return EXIT.done
}

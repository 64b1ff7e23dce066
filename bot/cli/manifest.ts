/** `overlap manifest slack [URL]`: prints the app manifest to paste into Slack. */
import { slackManifest } from '../../adapters/slack/manifest.ts'
import type { Config } from '../config.ts'
import { declaredCommands } from './declared.ts'
import { EXIT, Refusal } from './exit.ts'
import type { Terminal } from './terminal.ts'

/**
 * Prints the Slack app manifest as JSON and returns the exit code.
 *
 * @throws {Refusal} when the platform isn't Slack or the URL isn't HTTPS.
 */
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

/** Overlap connected to the stand-in of Slack, and its people. */
import { startProgram } from '../scenarios/program.ts'
import { waitFor } from '../scenarios/stage.ts'
import { textsIn } from '../standins/slack/blocks.ts'
import { person, pressables } from '../standins/slack/people.ts'
import { startStandin, TOKENS } from '../standins/slack/standin.ts'
import { BOT, type Message } from '../standins/slack/world.ts'

type Environment = Readonly<Record<string, string>>

export const HTTP: Environment = {
  SLACK_BOT_TOKEN: TOKENS.bot,
  SLACK_SIGNING_SECRET: TOKENS.signing,
}
export const SOCKET: Environment = { SLACK_BOT_TOKEN: TOKENS.bot, SLACK_APP_TOKEN: TOKENS.app }

export type Slack = Awaited<ReturnType<typeof startSlack>>

export async function startSlack(
  environment: Environment,
  ...slack: Parameters<typeof startStandin>
) {
  const standin = await startStandin(...slack)
  const { world } = standin
  const program = await startProgram({ SLACK_API_URL: standin.apiUrl, ...environment })
  const eventsUrl = new URL('/slack/events', program.url).href
  if (!environment.SLACK_APP_TOKEN) standin.callAt(eventsUrl)
  const group = world.channel('C0001')

  function join(name: string, admin = false) {
    const user = world.addUser(name, admin)
    group.members.add(user.id)
    return person(standin, user)
  }

  /** What the tutor has said, the oldest first, files included. */
  const said = () => world.messages.filter(({ user }) => user === BOT.user)

  return {
    standin,
    world,
    program,
    eventsUrl,
    group,
    join,
    said,
    /** Once one of its messages fits. */
    sees: (what: string, fits: (message: Message) => boolean) =>
      waitFor(
        what,
        async () => said().findLast(fits),
        world.news,
        async () => said().map(textOf),
      ),
    /** Once it is so. */
    until: (what: string, holds: () => boolean) =>
      waitFor(
        what,
        async () => (holds() ? true : undefined),
        world.news,
        async () => said().map(textOf),
      ),
    /** Calls of a method, with those that failed. */
    calls: (method: string) => standin.calls.filter((call) => call.method === method),
    /** Every call that Slack found wrong. */
    errors: () =>
      standin.calls.flatMap(({ method, error }) => (error ? [`${method}: ${error}`] : [])),
    async close(): Promise<void> {
      await program.close()
      await standin.close()
    },
  }
}

export function textOf({ text, blocks, streamed }: Message): string {
  const shown = blocks.flatMap((block): readonly unknown[] =>
    block.type === 'rich_text' ? block.elements : [block],
  )
  const all = shown.map((each) => textsIn(each).join('')).join('\n')
  return `${all === '' ? text : all}${streamed ?? ''}`
}

export function says(text: string) {
  return (message: Message) => textOf(message).includes(text)
}

/** An answer with all that belongs to it. */
export function isWhole({ blocks }: Message): boolean {
  return pressables(blocks).some(({ label }) => label === 'Delete')
}

export function buttonOf({ blocks }: Message, label: string) {
  const found = pressables(blocks).find((each) => each.label.startsWith(label))
  if (!found) throw new Error(`no button ${label}`)
  return found.element
}

export const python = (code: string) => `\`\`\`${code}\`\`\``

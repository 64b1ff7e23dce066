/** Explains what the tutor can do, from the declarations of the commands. */
import { z } from 'zod'
import type { Library } from '../../../sandbox/sandbox.ts'
import {
  type Command,
  type Commands,
  command,
  type OptionMeta,
  optionFields,
  usage,
} from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import type { Block, Message } from '../../core/message.ts'
import { nearest } from '../../lib/nearest.ts'
import { inlineCode } from '../../lib/text/markdown.ts'

const options = z.strictObject({
  command: z
    .string()
    .max(50)
    .optional()
    .meta({ description: 'Command to explain' } satisfies OptionMeta),
})

/** `commands` returns all commands. It is a function because this command is one of them. */
export type HelpDeps = Readonly<{ commands: () => Commands }>

/** Declares `/help`: lists the commands that the asker may use, or explains one of them. */
export function helpCommand({ commands }: HelpDeps): Command {
  return command({
    name: 'help',
    summary: 'What Overlap can do, and how to ask',
    options,
    async *answer({ command: name }, { request, sandbox }) {
      const may = [...commands().values()].filter(({ admin }) => !admin || request.person.admin)
      yield name === undefined ? overview(may, sandbox.status().libraries) : about(find(name, may))
    },
  })
}

function find(name: string, commands: readonly Command[]): Command {
  const plain = name.replace(/^\//, '').toLowerCase()
  const found = commands.find((each) => each.name === plain)
  if (found) return found
  const near = nearest(
    plain,
    commands.map((each) => each.name),
  )
  throw new UserError(`There's no command “${name}”.`, `/help${near ? ` ${near}` : ''}`)
}

function overview(commands: readonly Command[], libraries: readonly Library[]): Message {
  const text = [
    "Paste Python in a code block or attach a file, and I'll run it and show where the time went. " +
      'Or ask me about concurrent Python in your own words.',
    ...commands.map(({ name, summary }) => `- \`/${name}\` – ${summary}`),
  ]
  return said([
    { kind: 'markdown', text: `${text[0]}\n\n${text.slice(1).join('\n')}` },
    { kind: 'code', language: 'text', title: 'Try this', text: EXAMPLE },
    {
      kind: 'markdown',
      text: [
        '- Several Python blocks run as one program. A file name after the language (```` ```python worker.py ````) makes a block a separate file.',
        "- A block marked `stdin` is the program's input.",
        '- A line `args: --n 3` above the block is what the program is started with.',
        '- Python without a code block gets a Run button.',
        ...installed(libraries),
      ].join('\n'),
    },
  ])
}

function installed(libraries: readonly Library[]): readonly string[] {
  if (libraries.length === 0) return []
  const named = libraries.map(({ name, version }) => `${name} ${version}`).join(', ')
  return [`- Programs can import ${inlineCode(named)} and the standard library.`]
}

const EXAMPLE = `\`\`\`python
import asyncio

async def main():
    await asyncio.gather(*(asyncio.sleep(1) for _ in range(3)))

asyncio.run(main())
\`\`\``

function about(found: Command): Message {
  const lines = optionFields(found.options).map(
    ({ name, description, choices }) =>
      `- ${inlineCode(name)} – ${description}${choices.length > 0 ? `: ${choices.join(', ')}` : ''}`,
  )
  return said([
    { kind: 'markdown', text: `**/${found.name}** – ${found.summary}` },
    { kind: 'code', language: 'text', text: usage(found) },
    ...(lines.length > 0 ? [{ kind: 'markdown', text: lines.join('\n') } as const] : []),
  ])
}

function said(blocks: readonly Block[]): Message {
  return { blocks, notice: 'Help', audience: 'asker', done: true }
}

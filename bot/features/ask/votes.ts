/** Votes on answers: the buttons, the thanks, and the list for admins. */

import { stringify } from 'yaml'
import { UserError } from '../../core/errors.ts'
import type { Action, Block, Message } from '../../core/message.ts'
import { inlineCode } from '../../lib/text/markdown.ts'
import { count } from '../../lib/text/quantities.ts'
import { oneLine, visible } from '../../lib/text/visible.ts'
import type { VotedDown } from '../../store/votes.ts'
import type { AskContext } from './context.ts'

/** The buttons to vote on an answer. `again`: the answer is stored, so that thanks can replace the buttons under it. */
export function voteButtons(exchange: string, again: boolean): Block {
  const action = (vote: 'up' | 'down'): Action => ({
    command: 'ask',
    options: { exchange, vote },
    ...(again ? { replaces: true } : {}),
  })
  return {
    kind: 'choices',
    choices: [
      { label: 'Helpful', action: action('up') },
      { label: 'Not helpful', action: action('down') },
    ],
  }
}

/**
 * Stores a vote on an answer and thanks the voter.
 *
 * @throws {UserError} The answer is no longer stored.
 */
export async function voted(
  exchange: string,
  vote: 'up' | 'down',
  { request: { person }, store, clock }: AskContext,
): Promise<Message> {
  const blocks = (await store.exchanges.blocks(exchange)) as readonly Block[] | null
  if (!(await store.votes.put(exchange, person, vote === 'up', clock()))) {
    throw new UserError('This answer is too old to vote on.')
  }
  const thanks: Block = { kind: 'markdown', text: `*${THANKS[vote]}*` }
  return {
    blocks: [...(blocks ?? []), thanks],
    notice: THANKS[vote],
    audience: blocks ? 'everyone' : 'asker',
    done: true,
  }
}

const THANKS = {
  up: 'Thanks, noted as helpful.',
  down: 'Thanks, noted as not helpful. Ask again in other words, or add what I missed.',
} as const

const LISTED = 10
/** Maximum cases in the attached file. */
const EXPORTED = 500
/** Characters of an answer that are shown. */
const SHOWN = 600

/**
 * Lists the answers voted down in the workspace, latest first, with a YAML file of them for `overlap eval`.
 *
 * @throws {UserError} The asker isn't an admin.
 */
export async function votedDown({ request, store }: AskContext): Promise<Message> {
  if (!request.person.admin) throw new UserError('Only admins can see the votes.')
  const all = await store.votes.down(request.person, EXPORTED)
  const found = all.slice(0, LISTED)
  const blocks = [...found.flatMap(entry), ...(all.length > 0 ? [casesOf(all)] : [])]
  const none = 'No answer was voted down.'
  return {
    blocks: blocks.length > 0 ? blocks : [{ kind: 'markdown', text: none }],
    notice: blocks.length > 0 ? `${count(found.length, 'answer')} voted down` : none,
    audience: 'asker',
    done: true,
  }
}

/** A YAML file for `overlap eval --cases`, to which somebody still has to add what a good answer says. */
function casesOf(all: readonly VotedDown[]): Block {
  const cases = all.map(({ question, answer, at }) => {
    const day = new Date(at).toISOString().slice(0, 10)
    return `# ${day}. My answer was: ${oneLine(answer, SHOWN)}\n${stringify([{ kind: 'voted-down', question }])}`
  })
  return {
    kind: 'file',
    name: 'voted-down.yaml',
    content: Buffer.from(`${HOW_TO}\n${cases.join('')}`),
  }
}

const HOW_TO =
  '# Add `lessons`, `must` or `fact` to each, then: npx overlap eval --cases voted-down.yaml'

function entry({ question, answer, at, down, up }: VotedDown): readonly Block[] {
  const day = new Date(at).toISOString().slice(0, 10)
  const votes = `${down} down${up > 0 ? `, ${up} up` : ''}`
  return [
    { kind: 'markdown', text: `**${day}**, ${votes}: ${inlineCode(question)}` },
    {
      kind: 'code',
      title: 'My answer',
      text: visible(answer.slice(0, SHOWN).toWellFormed()),
      language: 'text',
      fold: true,
    },
  ]
}

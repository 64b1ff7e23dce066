/** Renders buttons and selects. */
import type { types } from '@slack/bolt'
import type { IdOf } from '../../../bot/core/component-actions.ts'
import type { Block, Choice } from '../../../bot/core/message.ts'
import { oneLine, visible } from '../../../bot/lib/text/visible.ts'
import { SLACK } from '../limits.ts'
import { line, type RichElement } from './rich.ts'

/** Action ids in the payloads that come back; `press` is followed by a number. */
export const ACTIONS = { press: 'press', pick: 'pick', delete: 'delete' } as const

export type Control = Readonly<{ control: types.ActionsBlock }>
export type TextPiece = Readonly<{ element: RichElement }>
export type Piece = Control | TextPiece

type Choices = Extract<Block, { kind: 'choices' }>

/** Renders choices as buttons, or as selects if there are many. Labels that are too long are shown in full above. */
export function choices({ prompt, choices: all }: Choices, idOf: IdOf): readonly Piece[] {
  const above = [
    ...(prompt ? text(line(visible(prompt))) : []),
    ...all.flatMap(({ label }) => whole(label)),
  ]
  return [...above, ...(all.length > SLACK.buttonsInARow ? selects(all, idOf) : buttons(all, idOf))]
}

/** Renders a button that opens a form or more text. */
export function opener(label: string, id: string, isPrimary: boolean): readonly Piece[] {
  return [...whole(label), row([button(label, id, 0, isPrimary ? 'primary' : undefined)])]
}

/** Renders the button that deletes an answer. */
export function deleteButton(): types.Button {
  return { type: 'button', action_id: ACTIONS.delete, text: words('Delete', SLACK.buttonText) }
}

/** Wraps rich text elements as pieces. */
export function text(elements: readonly RichElement[]): readonly TextPiece[] {
  return elements.map((element) => ({ element }))
}

/** Returns the text of a control, at most `most` characters: one line, never empty, no emoji and no markup. */
export function words(given: string, most: number): types.PlainTextElement {
  return { type: 'plain_text', text: oneLine(given, most) || '…', emoji: false }
}

/** The full label, if it is too long for a button. */
function whole(label: string): readonly TextPiece[] {
  const shown = oneLine(label, Number.POSITIVE_INFINITY)
  return shown.length > SLACK.buttonText ? text(line(visible(label))) : []
}

function buttons(all: readonly Choice[], idOf: IdOf): readonly Piece[] {
  if (all.length === 0) return []
  return [row(all.map((each, at) => button(each.label, idOf(each), at, each.style)))]
}

function button(label: string, id: string, at: number, style?: Choice['style']): types.Button {
  return {
    type: 'button',
    action_id: `${ACTIONS.press}${at}`,
    value: id,
    text: words(label, SLACK.buttonText),
    ...(style ? { style } : {}),
  }
}

function selects(all: readonly Choice[], idOf: IdOf): readonly Piece[] {
  const groups = Array.from({ length: Math.ceil(all.length / SLACK.selectOptions) }, (_, at) =>
    all.slice(at * SLACK.selectOptions, (at + 1) * SLACK.selectOptions),
  )
  return groups.map((group) =>
    row([
      {
        type: 'static_select',
        action_id: ACTIONS.pick,
        placeholder: words('Choose', SLACK.placeholder),
        options: group.map((each) => ({
          text: words(each.label, SLACK.optionText),
          value: idOf(each),
        })),
      },
    ]),
  )
}

function row(elements: types.ActionsBlock['elements']): Control {
  return { control: { type: 'actions', elements } }
}

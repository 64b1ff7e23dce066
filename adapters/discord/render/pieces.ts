/** The pieces of a message before packing: text, controls, pictures and files. */
import {
  type APIButtonComponentWithCustomId,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { IdOf } from '../../../bot/core/component-actions.ts'
import type { Block, Choice } from '../../../bot/core/message.ts'
import { type ComponentId, customId } from '../ids.ts'
import { DISCORD, SHOWN } from '../limits.ts'
import { label, paragraph } from './text.ts'

export type Upload =
  | Readonly<{ kind: 'picture'; name: string; svg: string; alt: string }>
  | Readonly<{ kind: 'file'; name: string; content: Uint8Array; alt?: string }>

export type Piece =
  | Readonly<{ kind: 'text'; text: string }>
  | Readonly<{ kind: 'button'; button: APIButtonComponentWithCustomId }>
  | Readonly<{ kind: 'select'; select: APIStringSelectComponent }>
  | Readonly<{ kind: 'upload'; upload: Upload }>

/** Whose message it is, and what its buttons do. */
export type Making = Readonly<{
  idOf: IdOf
  /** Empty if the message isn't an answer to anyone. */
  asker: string
  /** As in `ComponentId`. */
  home: string
  /** Returns a number that no other control of the message has. */
  place(): number
}>

/** Wraps texts as pieces. */
export function text(texts: readonly string[]): readonly Piece[] {
  return texts.map((each) => ({ kind: 'text', text: each }))
}

type Choices = Extract<Block, { kind: 'choices' }>

/** Renders choices as buttons, or as selects if there are many. Labels that are too long are shown in full above. */
export function choices({ prompt, choices: all }: Choices, making: Making): readonly Piece[] {
  const isMany = all.length > SHOWN.buttons
  const room = isMany ? DISCORD.selectLabel : DISCORD.buttonLabel
  const long = all.filter((each) => label(each.label, Number.MAX_SAFE_INTEGER).length > room)
  return [
    ...text(prompt ? paragraph(prompt) : []),
    ...text(long.flatMap((each) => paragraph(each.label))),
    ...(isMany ? selects(all, making) : all.map((each) => choiceButton(each, making))),
  ]
}

function choiceButton(choice: Choice, making: Making): Piece {
  const own = choice.action.replaces === true
  return button(
    choice.label,
    STYLES[choice.style ?? 'plain'],
    press('do', choice, own, making),
    making,
  )
}

const STYLES = {
  primary: ButtonStyle.Primary,
  danger: ButtonStyle.Danger,
  plain: ButtonStyle.Secondary,
} as const

/** Renders a button that opens a form or more text. */
export function opener(
  words: string,
  source: object,
  { own, primary }: Readonly<{ own: boolean; primary: boolean }>,
  making: Making,
): readonly Piece[] {
  const style = STYLES[primary ? 'primary' : 'plain']
  return [
    ...text(words.length > DISCORD.buttonLabel ? paragraph(words) : []),
    button(words, style, press('do', source, own, making), making),
  ]
}

/** Renders the button that deletes an answer. */
export function deleteButton(making: Making): Piece {
  const { asker, home } = making
  return button('Delete', STYLES.plain, { verb: 'delete', action: '', asker, home }, making)
}

function button(
  words: string,
  style: (typeof STYLES)[keyof typeof STYLES],
  pressable: ComponentId,
  making: Making,
): Piece {
  return {
    kind: 'button',
    button: {
      type: ComponentType.Button,
      style,
      label: label(words, DISCORD.buttonLabel),
      custom_id: customId(pressable, making.place()),
    },
  }
}

function press(verb: 'do' | 'pick', source: object, own: boolean, making: Making): ComponentId {
  const { idOf, asker, home } = making
  return { verb, action: idOf(source), asker: own ? asker : '', home }
}

/** Uses as few selects as possible, with about the same number of options in each. */
function selects(all: readonly Choice[], making: Making): readonly Piece[] {
  const count = Math.ceil(all.length / DISCORD.selectOptions)
  const size = Math.ceil(all.length / count)
  return Array.from({ length: count }, (_, at): Piece => {
    const group = all.slice(at * size, (at + 1) * size)
    const own = group.some(({ action }) => action.replaces)
    const { asker, home } = making
    const which = count > 1 ? `Choose (${at * size + 1} to ${at * size + group.length})` : 'Choose'
    return {
      kind: 'select',
      select: {
        type: ComponentType.StringSelect,
        custom_id: customId(
          { verb: 'pick', action: '', asker: own ? asker : '', home },
          making.place(),
        ),
        placeholder: which,
        options: group.map((each, place) => ({
          label: label(each.label, DISCORD.selectLabel),
          value: `${place}:${making.idOf(each)}`,
        })),
      },
    }
  })
}

/** Blocks as Slack takes them: a field that it does not know, or a limit that is passed, is an error. */
import type { types } from '@slack/bolt'
import { z } from 'zod'
import { LIMITS } from './limits.ts'

const id = z.string().min(1).max(LIMITS.id)
const style = z.strictObject({
  bold: z.boolean().exactOptional(),
  italic: z.boolean().exactOptional(),
  strike: z.boolean().exactOptional(),
  code: z.boolean().exactOptional(),
})

/** Longest text: of a section, and we hold rich text to the same. */
const richText = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1).max(LIMITS.sectionText),
  style: style.exactOptional(),
})
const richLink = z.strictObject({
  type: z.literal('link'),
  url: z.url().max(3000),
  text: z.string().min(1).exactOptional(),
  style: style.exactOptional(),
})
const inline = z.discriminatedUnion('type', [richText, richLink])
const section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(inline).min(1),
})
const preformatted = z.strictObject({
  type: z.literal('rich_text_preformatted'),
  elements: z.array(inline).min(1),
})
const rich = z
  .strictObject({
    type: z.literal('rich_text'),
    block_id: id.exactOptional(),
    elements: z.array(z.discriminatedUnion('type', [section, preformatted])).min(1),
  })
  .refine(({ elements }) => textsIn(elements).join('').length <= LIMITS.sectionText, 'too long')

function plain(most: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(most),
    emoji: z.boolean().exactOptional(),
  })
}

const option = z.strictObject({
  text: plain(LIMITS.optionText),
  value: z.string().min(1).max(LIMITS.optionValue),
})
const options = z.array(option).min(1).max(LIMITS.options)

const button = z.strictObject({
  type: z.literal('button'),
  action_id: id,
  text: plain(LIMITS.buttonText),
  value: z.string().max(LIMITS.buttonValue).exactOptional(),
  style: z.enum(['primary', 'danger']).exactOptional(),
})
const select = z.strictObject({
  type: z.literal('static_select'),
  action_id: id,
  placeholder: plain(LIMITS.placeholder).exactOptional(),
  options,
  initial_option: option.exactOptional(),
})
const actions = z
  .strictObject({
    type: z.literal('actions'),
    block_id: id.exactOptional(),
    elements: z
      .array(z.discriminatedUnion('type', [button, select]))
      .min(1)
      .max(LIMITS.actions),
  })
  .refine(
    ({ elements }) => new Set(elements.map((each) => each.action_id)).size === elements.length,
    'action_ids are not unique',
  )

const input = z.strictObject({
  type: z.literal('input'),
  block_id: id,
  optional: z.boolean().exactOptional(),
  label: plain(LIMITS.inputLabel),
  element: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('plain_text_input'),
      action_id: id,
      multiline: z.boolean().exactOptional(),
      max_length: z.int().min(1).max(LIMITS.inputValue).exactOptional(),
      initial_value: z.string().max(LIMITS.inputValue).exactOptional(),
      placeholder: plain(LIMITS.placeholder).exactOptional(),
    }),
    select,
  ]),
})

/** Those that are used. */
const block = z.discriminatedUnion('type', [rich, actions])
const viewBlock = z.discriminatedUnion('type', [rich, actions, input])

/** What the stand-in takes, the library has too. */
type Fits<Value extends Type, Type> = Value

export type Block = Fits<z.output<typeof block>, types.KnownBlock>
export type ViewBlock = Fits<z.output<typeof viewBlock>, types.KnownBlock>

export const messageBlocks = z.array(block).max(LIMITS.messageBlocks)
const uniqueIds = (blocks: ViewBlock[]) => {
  const ids = blocks.map(({ block_id }) => block_id).filter((each) => each !== undefined)
  return new Set(ids).size === ids.length
}
const viewBlocks = z.array(viewBlock).min(1).max(LIMITS.viewBlocks).refine(uniqueIds, 'block_ids')

export const modal = z
  .strictObject({
    type: z.literal('modal'),
    title: plain(LIMITS.viewTitle),
    blocks: viewBlocks,
    callback_id: z.string().max(LIMITS.callbackId).exactOptional(),
    submit: plain(LIMITS.viewTitle).exactOptional(),
    close: plain(LIMITS.viewTitle).exactOptional(),
    private_metadata: z.string().max(LIMITS.privateMetadata).exactOptional(),
  })
  .refine(
    ({ blocks, submit }) => submit !== undefined || !blocks.some(({ type }) => type === 'input'),
    'inputs need a submit button',
  )

export const home = z.strictObject({ type: z.literal('home'), blocks: viewBlocks })

export type View = z.output<typeof modal>

/** All text that stands anywhere in it, in its order. */
export function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) =>
    name === 'text' && typeof each === 'string' ? [each] : textsIn(each),
  )
}

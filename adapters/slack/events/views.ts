/** Opens modals with a form or more text, and handles submitted forms. */
import type { types } from '@slack/bolt'
import { z } from 'zod'
import { type Command, type OptionField, optionFields } from '../../../bot/core/command.ts'
import { type ComponentAction, type Form, pressed } from '../../../bot/core/component-actions.ts'
import { resultOf } from '../../../bot/delivery/outcome.ts'
import { answerUsed } from '../answers.ts'
import { call, isPlatformError } from '../calls.ts'
import type { Workspace } from '../clients.ts'
import type { SlackDeps } from '../deps.ts'
import { SLACK } from '../limits.ts'
import { text, words } from '../render/controls.ts'
import { renderMarkdown } from '../render/markdown.ts'
import { packed } from '../render/pack.ts'
import { line } from '../render/rich.ts'
import type { viewSubmission } from './payloads.ts'

/** What a modal stores about where it was opened. */
const meta = z.object({
  channel: z.string(),
  /** For a form on a message: the id of its action. */
  form: z.string().optional(),
  /** For a command given without its program. */
  command: z.string().optional(),
  thread: z.string().optional(),
  openThread: z.string().optional(),
  /** The message that the form was on. */
  message: z.string().optional(),
  isPrivate: z.boolean().optional(),
  responseUrl: z.string().optional(),
})

export type Meta = z.output<typeof meta>

/**
 * Opens a modal. Returns false if it is too late, since Slack allows three seconds, or if modals aren't supported.
 *
 * @throws {PlatformUnavailableError} when Slack can't be reached, or Slack's own error.
 */
export async function open(
  workspace: Workspace,
  trigger: string,
  view: types.ModalView,
): Promise<boolean> {
  const outcome = await call(
    workspace,
    'views.open',
    () => workspace.web.views.open({ trigger_id: trigger, view }),
    { again: 'undone' },
  )
  if (outcome.is === 'missing') return false
  if (outcome.is === 'failed' && isPlatformError(outcome.cause, ...LATE)) return false
  resultOf(outcome)
  return true
}

const LATE = ['expired_trigger_id', 'trigger_expired', 'exchanged_trigger_id', 'invalid_trigger_id']

/** Builds the modal with the text of a fold. */
export function unfolded({
  title,
  text: given,
}: Extract<ComponentAction, { do: 'unfold' }>): types.ModalView {
  const pieces = text(renderMarkdown(given))
  const { parts } = packed(pieces.length > 0 ? pieces : text(line('…')), {
    ...SLACK,
    messageBlocks: SLACK.viewBlocks,
    messageCharacters: Number.POSITIVE_INFINITY,
  })
  return {
    type: 'modal',
    title: words(title, SLACK.viewTitle),
    close: words('Close', SLACK.viewSubmit),
    blocks: parts.flat(),
  }
}

/** Builds the modal for a form on a message. */
export function formView({ title, submit, fields }: Form, where: Meta): types.ModalView {
  return {
    ...window(submit, where),
    title: words(title.length > SLACK.viewTitle ? submit : title, SLACK.viewTitle),
    blocks: fields.map((field) => input(field)),
  }
}

/** Builds the modal with all options of a command. */
export function commandForm(command: Command, where: Meta): types.ModalView {
  return {
    ...window('Run', where),
    title: words(`/${command.name}`, SLACK.viewTitle),
    blocks: [...optionFields(command.options)].sort(requiredFirst).map(optionInput),
  }
}

function window(submit: string, where: Meta) {
  return {
    type: 'modal',
    callback_id: 'form',
    submit: words(submit, SLACK.viewSubmit),
    close: words('Cancel', SLACK.viewSubmit),
    private_metadata: JSON.stringify(where),
  } as const
}

function requiredFirst(a: OptionField, b: OptionField): number {
  return Number(b.required || b.rest) - Number(a.required || a.rest)
}

function optionInput(option: OptionField): types.InputBlock {
  const { name, description, multiline, required } = option
  const choices = choicesOf(option).map((value) => ({ label: value, value }))
  const field = { name, label: description || name, multiline }
  return input(choices.length > 0 ? { ...field, choices } : field, required)
}

function choicesOf({ type, choices }: OptionField): readonly string[] {
  return type === 'boolean' ? ['on', 'off'] : choices
}

type Asked = Form['fields'][number]

function input(field: Asked, required = false): types.InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    optional: !required,
    label: words(field.label, SLACK.inputLabel),
    element: field.choices ? select(field, field.choices) : textInput(field),
  }
}

function textInput({ multiline = false, value = '', placeholder }: Asked): types.PlainTextInput {
  const fits = value.length <= SLACK.inputValue
  const hint = fits ? placeholder : TOO_LONG
  return {
    type: 'plain_text_input',
    action_id: 'value',
    multiline,
    max_length: SLACK.inputValue,
    ...(fits && value !== '' ? { initial_value: value } : {}),
    ...(hint ? { placeholder: words(hint, SLACK.placeholder) } : {}),
  }
}

const TOO_LONG = 'Too long for this window. Leave empty to keep it'

/** Options are identified by position, since a value may be longer than Slack allows. */
function select(field: Asked, choices: NonNullable<Asked['choices']>): types.StaticSelect {
  const options = choices.slice(0, SLACK.selectOptions).map(({ label }, at) => ({
    text: words(label, SLACK.optionText),
    value: String(at),
  }))
  const initial = options[choices.findIndex(({ value }) => value === field.value)]
  return {
    type: 'static_select',
    action_id: 'value',
    options,
    ...(initial ? { initial_option: initial } : {}),
  }
}

type Submission = z.output<typeof viewSubmission>

/** Handles a submitted form as a request. */
export async function onSubmit(
  { user, view, trigger_id }: Submission,
  workspace: Workspace,
  parts: SlackDeps,
): Promise<void> {
  const where = metaOf(view.private_metadata)
  if (!where) return
  const given = valuesOf(view.state?.values ?? {})
  const asked = where.command
    ? commandAsked(where.command, given, parts)
    : await formAsked(where.form ?? '', given, parts)
  if (!asked) return
  const { channel, message, isPrivate = false } = where
  const id = message ? { channel, id: message } : null
  const stands = id ? (await parts.standings.find(workspace.team, id))?.answer : undefined
  const key = `slack/${workspace.team}/${trigger_id ?? view.id ?? parts.clock()}`
  await answerUsed({ ...where, workspace, user, isPrivate, stands, key }, asked, parts)
}

/** Returns null for a modal that isn't ours. */
function metaOf(text: string | null | undefined): Meta | null {
  try {
    return meta.parse(JSON.parse(text ?? ''))
  } catch {
    return null
  }
}

type Values = Readonly<Record<string, string>>
type State = NonNullable<Submission['view']['state']>['values']

function valuesOf(state: State): Values {
  const entries = Object.entries(state).map(([name, elements]) => {
    const [element] = Object.values(elements)
    return [name, element?.value ?? element?.selected_option?.value ?? ''] as const
  })
  return Object.fromEntries(entries)
}

/** Empty options count as not given. */
function commandAsked(name: string, given: Values, { tutor }: SlackDeps) {
  const command = tutor.commands.get(name)
  if (!command) return null
  const fields = optionFields(command.options).filter((field) => (given[field.name] ?? '') !== '')
  const options = fields.map((field) => [field.name, converted(field, given[field.name] ?? '')])
  return { command: name, options: Object.fromEntries(options), replaces: false }
}

/** An invalid value stays text, so that the command's own error message names it. */
function converted(option: OptionField, value: string): unknown {
  const choice = choicesOf(option)[Number(value)]
  if (option.type === 'boolean') return choice === 'on'
  if (choice !== undefined) return choice
  if (option.type === 'string' || Number.isNaN(Number(value))) return value
  return Number(value)
}

async function formAsked(id: string, given: Values, { store }: SlackDeps) {
  const form = pressed.safeParse(await store.actions.find(id)).data
  if (form?.do !== 'form') return null
  const fields = form.fields.map(({ name, choices, value: before = '' }) => {
    const isKept = !given[name] && before.length > SLACK.inputValue
    const value = isKept ? before : (given[name] ?? '')
    return [name, choices ? (choices[Number(value)]?.value ?? '') : value] as const
  })
  const { command, options, replaces = false } = form.action
  return { command, options: { ...options, ...Object.fromEntries(fields) }, replaces }
}

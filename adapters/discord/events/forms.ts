/** Shows forms as Discord modals, and reads what was submitted. */
import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js'
import { type Command, optionFields } from '../../../bot/core/command.ts'
import type { ComponentAction } from '../../../bot/core/component-actions.ts'
import { type ComponentId, customId } from '../ids.ts'
import { DISCORD } from '../limits.ts'
import { label } from '../render/text.ts'
import type { Interaction } from './payloads.ts'

export type Form = Extract<ComponentAction, { do: 'form' }>
type Field = Form['fields'][number]

/** Builds the modal for a form; `action` is the id under which the form is kept. */
export function formWindow(
  { title, submit, fields }: Form,
  action: string,
  { asker, home }: Pick<ComponentId, 'asker' | 'home'>,
): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId({ verb: 'form', action, asker, home }, 0),
    title: label(title.length > DISCORD.modalTitle ? submit : title, DISCORD.modalTitle),
    components: fields.slice(0, DISCORD.modalFields).map(labelled),
  }
}

const KEPT = 'Too long for this window. Leave empty to keep it.'

/** A label that is too long is repeated in full below. */
function labelled(field: Field, at: number): APILabelComponent {
  const isLong = label(field.label, Number.MAX_SAFE_INTEGER).length > DISCORD.modalLabel
  const description = isTooLong(field) ? KEPT : isLong ? field.label : ''
  return {
    type: ComponentType.Label,
    label: label(field.label, DISCORD.modalLabel),
    ...(description ? { description: label(description, DISCORD.labelDescription) } : {}),
    component: isSelect(field) ? select(field, at) : input(field, at),
  }
}

function isTooLong({ value = '' }: Field): boolean {
  return value.length > DISCORD.inputValue
}

/** With more choices than a select takes, the value is typed. */
function isSelect({ choices = [] }: Field): boolean {
  return choices.length > 0 && choices.length <= DISCORD.selectOptions
}

/** Choices are identified by position, since a value may be longer than Discord allows. */
function select({ choices = [], value }: Field, at: number): APIComponentInLabel {
  return {
    type: ComponentType.StringSelect,
    custom_id: `${at}`,
    required: false,
    min_values: 0,
    options: choices.map((choice, place) => ({
      label: label(choice.label, DISCORD.selectLabel),
      value: `${place}`,
      ...(choice.value === value ? { default: true } : {}),
    })),
  }
}

function input(field: Field, at: number): APIComponentInLabel {
  const { multiline = false, value = '', placeholder } = field
  return {
    type: ComponentType.TextInput,
    custom_id: `${at}`,
    style: multiline ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: false,
    max_length: DISCORD.inputValue,
    ...(value !== '' && !isTooLong(field) ? { value } : {}),
    ...(placeholder ? { placeholder: label(placeholder, DISCORD.inputPlaceholder) } : {}),
  }
}

type Submitted = NonNullable<Interaction['data']>['components']

/** Returns the options of the form's action with the submitted values. */
export function submittedOptions(
  { action, fields }: Form,
  components: Submitted,
): Readonly<Record<string, unknown>> {
  const given = new Map(
    components
      .flatMap((each) =>
        each === null ? [] : 'component' in each ? [each.component] : each.components,
      )
      .map(({ custom_id, value, values }) => [custom_id, value ?? values?.[0] ?? ''] as const),
  )
  const entries = fields.map(
    (field, at) => [field.name, answerTo(field, given.get(`${at}`))] as const,
  )
  return { ...action.options, ...Object.fromEntries(entries) }
}

function answerTo(field: Field, given: string | undefined): string {
  if (given === undefined || (given === '' && isTooLong(field))) return field.value ?? ''
  const { choices = [] } = field
  if (isSelect(field)) return choices[Number(given)]?.value ?? ''
  const named = choices.find((choice) => choice.label.toLowerCase() === given.trim().toLowerCase())
  return (named?.value ?? given).replace(/\r\n/g, '\n')
}

/** Builds a form for the multi-line options that a command wasn't given, with the program first. */
export function commandForm(
  { name, options }: Command,
  given: Readonly<Record<string, unknown>>,
): Form {
  const missing = optionFields(options)
    .filter((field) => field.multiline && !(field.name in given))
    .sort((a, b) => Number(b.rest) - Number(a.rest))
  return {
    do: 'form',
    title: `/${name}`,
    submit: `/${name}`,
    action: { command: name, options: { ...given } },
    fields: missing.map((field) => ({
      name: field.name,
      label: field.description || field.name,
      multiline: true,
    })),
  }
}

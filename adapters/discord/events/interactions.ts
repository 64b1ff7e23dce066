/** Handles commands, button presses, forms and autocomplete. */
import { InteractionResponseType } from 'discord.js'
import { optionFields } from '../../../bot/core/command.ts'
import { type ComponentAction, pressed } from '../../../bot/core/component-actions.ts'
import type { Person, Request } from '../../../bot/core/request.ts'
import { alone, type How } from '../../../bot/delivery/reply-delivery.ts'
import { attachments } from '../attachments.ts'
import type { DiscordDeps } from '../deps.ts'
import { type ComponentId, readCustomId } from '../ids.ts'
import { DISCORD } from '../limits.ts'
import { interactionPlace, NO_SERVER } from '../people.ts'
import { unfolded } from '../render/message.ts'
import { label } from '../render/text.ts'
import { sending } from '../sending.ts'
import { FILE_OPTION, isAllProgram, optionName, optionsOf } from './commands.ts'
import { commandForm, type Form, formWindow, submittedOptions } from './forms.ts'
import { interactionTransport, type Responding } from './interaction.ts'
import { sourceOf } from './messages.ts'
import { type Attached, type Interaction, interaction, requestOf, unforwarded } from './payloads.ts'

/** Discord's interaction types. */
const KINDS = { command: 2, press: 3, typing: 4, form: 5 } as const
const MESSAGE_MENU = 3

/** Handles an interaction; ignores payloads it can't read and repeated deliveries. */
export async function onInteraction(raw: unknown, parts: DiscordDeps): Promise<void> {
  const given = interaction.safeParse(raw).data
  if (!given?.data) return
  if (given.type === KINDS.typing) return onTyping(given, parts)
  // Discord redelivers interactions after a reconnect.
  if (!(await parts.store.events.isNew(requestOf(given.id), parts.clock()))) return
  if (given.type === KINDS.command) return onCommand(given, parts)
  if (given.type === KINDS.press) return onPress(given, parts)
  if (given.type === KINDS.form) return onForm(given, parts)
}

async function onTyping(given: Interaction, parts: DiscordDeps): Promise<void> {
  const command = parts.tutor.commands.get(given.data?.name ?? '')
  const person = await parts.people.asker(given)
  const typing = given.data?.options.find(({ focused }) => focused)
  const field =
    command && optionFields(command.options).find(({ name }) => optionName(name) === typing?.name)
  if (!command || !person || !field) return
  const typed = String(typing?.value ?? '')
  const place = interactionPlace(given)
  const asked = { command: command.name, option: field.name, typed, person, place }
  const found =
    field.choices.length > 0 ? among(field.choices, typed) : await parts.tutor.complete(asked)
  const choices = found
    .filter(({ value }) => value.length <= DISCORD.choiceText)
    .slice(0, DISCORD.optionChoices)
    .map((each) => ({ name: label(each.label, DISCORD.choiceText), value: each.value }))
  await parts.api.respond(
    ticketOf(given),
    InteractionResponseType.ApplicationCommandAutocompleteResult,
    { choices },
  )
}

function among(choices: readonly string[], typed: string) {
  return choices
    .filter((each) => each.toLowerCase().includes(typed.toLowerCase()))
    .map((value) => ({ label: value, value }))
}

async function onCommand(given: Interaction, parts: DiscordDeps): Promise<void> {
  const { data } = given
  const person = await parts.people.asker(given)
  if (!data || !person) return
  const responding = respondingTo(given, person)
  if (data.type === MESSAGE_MENU) {
    const target = data.resolved?.messages?.[data.target_id ?? '']
    const { content = '', attachments: attached = [] } = target ? unforwarded(target) : {}
    const asked = { command: 'run', options: { code: content } }
    return respond(given, responding, asked, attached, parts)
  }
  const command = parts.tutor.commands.get(data.name)
  const options = command ? labelledOptions(optionsOf(command, data.options), parts) : {}
  const file = data.options.find(({ name }) => name === FILE_OPTION)?.value
  const attached = data.resolved?.attachments?.[String(file)]
  if (command && isAllProgram(command) && !attached && lacksProgram(command.options, options)) {
    const form = commandForm(command, options)
    return openForm(given, form, { asker: '', home: '' }, parts)
  }
  const asked = { command: data.name, options }
  await respond(given, responding, asked, attached ? [attached] : [], parts)
}

async function respond(
  given: Interaction,
  responding: Responding,
  asked: Pick<Request, 'command' | 'options'>,
  attached: readonly Attached[],
  parts: DiscordDeps,
): Promise<void> {
  const request = {
    id: requestOf(given.id),
    person: responding.asker,
    place: interactionPlace(given),
    ...asked,
  }
  const whole = attachments(attached, parts).then((files) => ({ ...request, ...files }))
  const id = responding.replaces?.answer?.question?.id
  const asking = id === undefined ? undefined : { question: sourceOf(id), version: null }
  const open = (how: How) => interactionTransport(responding, how, parts)
  await parts.answers.answer(whole, open, asking)
}

function labelledOptions(options: Readonly<Record<string, unknown>>, { people }: DiscordDeps) {
  const entries = Object.entries(options).map(
    ([name, value]) => [name, typeof value === 'string' ? people.labelled(value) : value] as const,
  )
  return Object.fromEntries(entries)
}

function lacksProgram(
  schema: Parameters<typeof optionFields>[0],
  options: Readonly<Record<string, unknown>>,
): boolean {
  return optionFields(schema).some(({ rest, name }) => rest && !(name in options))
}

async function openForm(
  given: Interaction,
  form: Form,
  whose: Pick<ComponentId, 'asker' | 'home'>,
  parts: DiscordDeps,
): Promise<void> {
  const [id = ''] = await parts.store.actions.keep([form], parts.clock())
  await parts.api.respond(
    ticketOf(given),
    InteractionResponseType.Modal,
    formWindow(form, id, whose),
  )
}

/** What was pressed, by whom, and what it does. */
type Press = Readonly<{ at: ComponentId; found: ComponentAction; person: Person }>

async function onPress(given: Interaction, parts: DiscordDeps): Promise<void> {
  const [value = ''] = given.data?.values ?? []
  const at = readCustomId(given.data?.custom_id ?? '')
  if (!at) return
  const action = at.verb === 'pick' ? value.replace(/^\d+:/, '') : at.action
  if (at.verb === 'delete') return onDelete(given, at, parts)
  const press = await allowed(given, { ...at, action }, parts)
  if (!press) return
  const { found } = press
  if (found.do === 'form') return openForm(given, found, at, parts)
  if (found.do === 'unfold') return unfold(given, found, parts)
  await act(given, press, found.action, parts)
}

async function onForm(given: Interaction, parts: DiscordDeps): Promise<void> {
  const at = readCustomId(given.data?.custom_id ?? '')
  const press = at && (await allowed(given, at, parts))
  if (press?.found.do !== 'form') return
  const options = submittedOptions(press.found, given.data?.components ?? [])
  await act(given, press, { ...press.found.action, options }, parts)
}

/** Returns null after telling the person why they may not. */
async function allowed(
  given: Interaction,
  at: ComponentId,
  parts: DiscordDeps,
): Promise<Press | null> {
  const person = await parts.people.asker(given, at.home)
  if (!person) return null
  const say = (text: string) => sayAlone(given, person, text, parts)
  if (at.asker !== '' && at.asker !== person.id) {
    await say('Only the person who asked can do that.')
    return null
  }
  const found = pressed.safeParse(await parts.store.actions.find(at.action)).data
  if (found) return { at, found, person }
  await say('This button has expired. Ask again.')
  return null
}

async function act(
  given: Interaction,
  { at, person }: Press,
  { command, options, replaces }: Extract<ComponentAction, { do: 'action' }>['action'],
  parts: DiscordDeps,
): Promise<void> {
  const { message } = given
  const responding = respondingTo(given, person, at.home)
  const asked = { command, options }
  if (!replaces || !message) return respond(given, responding, asked, [], parts)
  const standing = { channel: message.channel_id ?? responding.ticket.channel, id: message.id }
  const workspace = given.guild_id ?? NO_SERVER
  const answer = (await parts.standings.find(workspace, standing))?.answer ?? null
  const isPrivate = (message.flags & EPHEMERAL) !== 0
  const place = { id: message.id, isPrivate, answer }
  await respond(given, { ...responding, replaces: place }, asked, [], parts)
}

const EPHEMERAL = 64

/** Shown in private; others who want to read it press the button themselves. */
async function unfold(
  given: Interaction,
  { title, text }: Extract<ComponentAction, { do: 'unfold' }>,
  { api, log }: DiscordDeps,
): Promise<void> {
  const isPrivate = !interactionPlace(given).direct
  const [first, ...more] = unfolded(title, text)
  const ticket = ticketOf(given)
  const { body, files } = await sending(first, log, { isPrivate })
  await api.respond(ticket, InteractionResponseType.ChannelMessageWithSource, body, files)
  for (const part of more) await api.followUp(ticket, await sending(part, log, { isPrivate }))
}

/** Only the person who asked and admins may delete. */
async function onDelete(given: Interaction, at: ComponentId, parts: DiscordDeps): Promise<void> {
  const person = await parts.people.asker(given, at.home)
  if (!person || !given.message) return
  if (at.asker !== person.id && !person.admin) {
    return sayAlone(
      given,
      person,
      'Only the person who asked, or an admin, can delete this.',
      parts,
    )
  }
  const ticket = ticketOf(given)
  const standing = { channel: given.message.channel_id ?? ticket.channel, id: given.message.id }
  const workspace = given.guild_id ?? NO_SERVER
  await parts.api.respond(ticket, InteractionResponseType.DeferredMessageUpdate)
  await parts.dismiss({ workspace, message: standing }, ({ id }) => sourceOf(id), {
    remove: (each) =>
      each.id === standing.id
        ? parts.api.deleteAnswer(ticket, '@original')
        : parts.api.remove(each),
  })
}

function sayAlone(
  given: Interaction,
  person: Person,
  text: string,
  parts: DiscordDeps,
): Promise<void> {
  const transport = interactionTransport(respondingTo(given, person), parts.api.how, parts)
  return parts.answers.tell(alone(text), transport)
}

function ticketOf({ id, application_id, token, channel, channel_id }: Interaction) {
  return { id, application: application_id, token, channel: channel?.id ?? channel_id ?? '' }
}

function respondingTo(given: Interaction, asker: Person, home = ''): Responding {
  return {
    ticket: ticketOf(given),
    asker,
    direct: interactionPlace(given).direct,
    home,
    fileBytes: Math.max(given.attachment_size_limit ?? 0, DISCORD.fileBytes),
  }
}

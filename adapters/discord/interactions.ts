/** Commands, presses, forms and what is typed into options: each is found out and answered. */
import { InteractionResponseType } from 'discord.js'
import { optionFields } from '../../bot/command.ts'
import { type Pressed, pressed } from '../../bot/pressed.ts'
import type { Person, Request } from '../../bot/request.ts'
import { attachments } from './attachments.ts'
import { FILE_OPTION, isAllProgram, optionName, optionsOf } from './commands.ts'
import { commandForm, type Form, formWindow, submittedOptions } from './forms.ts'
import { type Pressable, readCustomId } from './ids.ts'
import { DISCORD, TIMES } from './limits.ts'
import type { Asking } from './parts.ts'
import { type Attached, type Interaction, interaction, requestOf, unforwarded } from './payloads.ts'
import { interactionPlace } from './people.ts'
import { unfolded } from './render/message.ts'
import { label } from './render/text.ts'
import { createResponder, fileBytes, type Responder, type Responding } from './responder.ts'
import { sending } from './sending.ts'

/** As Discord numbers them. */
const KINDS = { command: 2, press: 3, typing: 4, form: 5 } as const
const MESSAGE_MENU = 3

export async function onInteraction(raw: unknown, parts: Asking): Promise<void> {
  const given = interaction.safeParse(raw).data
  if (!given?.data) return
  if (given.type === KINDS.typing) return onTyping(given, parts)
  // Delivered again after the connection broke.
  if (!(await parts.store.events.isNew(requestOf(given.id), parts.clock()))) return
  if (given.type === KINDS.command) return onCommand(given, parts)
  if (given.type === KINDS.press) return onPress(given, parts)
  if (given.type === KINDS.form) return onForm(given, parts)
}

async function onTyping(given: Interaction, parts: Asking): Promise<void> {
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

async function onCommand(given: Interaction, parts: Asking): Promise<void> {
  const { data } = given
  const person = await parts.people.asker(given)
  if (!data || !person) return
  const outlet = createResponder(respondingTo(given, person), parts)
  if (data.type === MESSAGE_MENU) {
    const target = data.resolved?.messages?.[data.target_id ?? '']
    const { content = '', attachments: attached = [] } = target ? unforwarded(target) : {}
    const files = await filesOf(attached, outlet, parts)
    const request = {
      id: requestOf(given.id),
      person,
      place: interactionPlace(given),
      command: 'run',
      options: { code: content },
      ...files,
    }
    return parts.answers.answer(request, outlet)
  }
  const command = parts.tutor.commands.get(data.name)
  const options = command ? labelledOptions(optionsOf(command, data.options), parts) : {}
  const file = data.options.find(({ name }) => name === FILE_OPTION)?.value
  const attached = data.resolved?.attachments?.[String(file)]
  if (command && isAllProgram(command) && !attached && lacksProgram(command.options, options)) {
    const form = commandForm(command, options)
    return openForm(given, form, { asker: '', home: '' }, parts)
  }
  const files = await filesOf(attached ? [attached] : [], outlet, parts)
  const request = {
    id: requestOf(given.id),
    person,
    place: interactionPlace(given),
    command: data.name,
    options,
    ...files,
  }
  await parts.answers.answer(request, outlet)
}

/** They may take longer than Discord waits for a first sign. */
function filesOf(attached: readonly Attached[], { announce }: Responder, parts: Asking) {
  const timer = setTimeout(() => announce().catch(() => {}), TIMES.firstSignMs)
  return attachments(attached, parts).finally(() => clearTimeout(timer))
}

function labelledOptions(options: Readonly<Record<string, unknown>>, { people }: Asking) {
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
  whose: Pick<Pressable, 'asker' | 'home'>,
  parts: Asking,
): Promise<void> {
  const [id = ''] = await parts.store.actions.keep([form], parts.clock())
  await parts.api.respond(
    ticketOf(given),
    InteractionResponseType.Modal,
    formWindow(form, id, whose),
  )
}

/** What was pressed, by whom, and what it does. */
type Press = Readonly<{ at: Pressable; found: Pressed; person: Person }>

async function onPress(given: Interaction, parts: Asking): Promise<void> {
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

async function onForm(given: Interaction, parts: Asking): Promise<void> {
  const at = readCustomId(given.data?.custom_id ?? '')
  const press = at && (await allowed(given, at, parts))
  if (press?.found.do !== 'form') return
  const options = submittedOptions(press.found, given.data?.components ?? [])
  await act(given, press, { ...press.found.action, options }, parts)
}

/** Null where it has been said why not. */
async function allowed(given: Interaction, at: Pressable, parts: Asking): Promise<Press | null> {
  const person = await parts.people.asker(given, at.home)
  if (!person) return null
  const say = createResponder(respondingTo(given, person), parts).say
  if (at.asker !== '' && at.asker !== person.id) {
    await say('Only who asked for this can do that.')
    return null
  }
  const found = pressed.safeParse(await parts.store.actions.find(at.action)).data
  if (found) return { at, found, person }
  await say('This button is too old. Ask again, and I answer.')
  return null
}

async function act(
  given: Interaction,
  { at, person }: Press,
  { command, options, replaces }: Extract<Pressed, { do: 'action' }>['action'],
  parts: Asking,
): Promise<void> {
  const { message } = given
  const request: Omit<Request, 'signal'> = {
    id: requestOf(given.id),
    person,
    place: interactionPlace(given),
    command,
    options,
  }
  const responding = respondingTo(given, person, at.home)
  if (!replaces || !message) {
    return parts.answers.answer(request, createResponder(responding, parts))
  }
  const standing = { channel: message.channel_id ?? responding.ticket.channel, id: message.id }
  const answer = (await parts.standings.find(given.guild_id, standing))?.answer ?? null
  const isPrivate = (message.flags & EPHEMERAL) !== 0
  const outlet = createResponder(
    { ...responding, replaces: { id: message.id, isPrivate, answer } },
    parts,
  )
  await parts.answers.answer(request, outlet, answer?.question?.id)
}

const EPHEMERAL = 64

/** In private: who wants to know more asks for themselves. */
async function unfold(
  given: Interaction,
  { title, text }: Extract<Pressed, { do: 'unfold' }>,
  { api, log }: Asking,
): Promise<void> {
  const isPrivate = !interactionPlace(given).direct
  const [first, ...more] = unfolded(title, text)
  const ticket = ticketOf(given)
  const { body, files } = await sending(first, log, { isPrivate })
  await api.respond(ticket, InteractionResponseType.ChannelMessageWithSource, body, files)
  for (const part of more) await api.followUp(ticket, await sending(part, log, { isPrivate }))
}

/** By whoever asked, and by admins. */
async function onDelete(given: Interaction, at: Pressable, parts: Asking): Promise<void> {
  const person = await parts.people.asker(given, at.home)
  if (!person || !given.message) return
  const outlet = createResponder(respondingTo(given, person), parts)
  if (at.asker !== person.id && !person.admin) {
    return outlet.say('Only who asked for this, and admins, can delete it.')
  }
  const ticket = ticketOf(given)
  const standing = { channel: given.message.channel_id ?? ticket.channel, id: given.message.id }
  await parts.api.respond(ticket, InteractionResponseType.DeferredMessageUpdate)
  const found = await parts.standings.find(given.guild_id, standing)
  if (found?.answer.question) await parts.answers.stop(found.answer.question.id)
  await parts.api.deleteAnswer(ticket, '@original')
  const last = await parts.standings.find(given.guild_id, standing)
  if (last) {
    const messages = last.answer.messages.filter(({ id }) => id !== standing.id)
    await parts.standings.drop({ ...last.answer, messages })
  }
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
    fileBytes: fileBytes(given.attachment_size_limit),
  }
}

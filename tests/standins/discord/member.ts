/** What a member does in Discord's client: writes, gives commands, presses, fills windows. */
import {
  type APIBaseInteraction,
  type APIInteractionGuildMember,
  type GuildMemberFlags,
  type InteractionType,
  Locale,
} from 'discord.js'
import { z } from 'zod'
import type { Interaction, Standin } from './standin.ts'
import type { FileThere, Message, Person } from './world.ts'

export type File = Readonly<{ name: string; text: string }>

const NO_FLAGS = 0 as GuildMemberFlags

/** What all kinds of interactions have in common, wherever they happen. */
type Common = Omit<APIBaseInteraction<InteractionType, object>, 'channel'>

const option = z.object({
  name: z.string(),
  type: z.number(),
  required: z.boolean().optional(),
  choices: z.array(z.object({ value: z.unknown() })).optional(),
})

export function handOf(standin: Standin, person: Person) {
  const { world, gateway } = standin

  function filesOf(files: readonly File[]): readonly FileThere[] {
    return files.map(({ name, text }) => ({
      id: world.newId(),
      filename: name,
      content: new TextEncoder().encode(text),
    }))
  }

  function write(
    channel: string,
    content: string,
    files: readonly File[] = [],
    answers: string | null = null,
  ): Message {
    if (content.length > 2000) throw new Error('nobody can write so much')
    const message = world.write({
      channel,
      author: person.id,
      content,
      files: filesOf(files),
      answers,
    })
    gateway.dispatch('MESSAGE_CREATE', standin.messageFor(message))
    return message
  }

  function edit(message: Message, content: string): void {
    world.rewrite(message, { content, edited: world.now() })
    gateway.dispatch('MESSAGE_UPDATE', standin.messageFor(message))
  }

  function erase(message: Message): void {
    world.erase(message.id)
    const guild = world.channels.get(message.channel)?.type === 1 ? {} : { guild_id: world.guild }
    gateway.dispatch('MESSAGE_DELETE', { id: message.id, channel_id: message.channel, ...guild })
  }

  /** Sent as Discord sends it; `message`: what was pressed on. */
  function interact(
    type: InteractionType,
    channel: string,
    data: object,
    message: Message | null = null,
  ): Interaction {
    const isDirect = world.channels.get(channel)?.type === 1
    const interaction = standin.interact({
      user: person.id,
      channel,
      guild: isDirect ? null : world.guild,
      message: message?.id ?? null,
    })
    const who = {
      user: standin.user(person.id),
      roles: [...person.roles],
      permissions: world.permissionsOf(person),
      joined_at: new Date().toISOString(),
      deaf: false,
      mute: false,
      flags: NO_FLAGS,
    } satisfies Partial<APIInteractionGuildMember>
    const common: Common = {
      id: interaction.id,
      application_id: world.application,
      type,
      token: interaction.token,
      version: 1,
      locale: Locale.EnglishGB,
      channel_id: channel,
      context: isDirect ? 1 : 0,
      app_permissions: '0',
      entitlements: [],
      authorizing_integration_owners: { 0: isDirect ? '0' : world.guild },
      attachment_size_limit: 10 * 1024 ** 2,
    }
    gateway.dispatch('INTERACTION_CREATE', {
      ...common,
      channel: standin.channel(channel),
      ...(isDirect
        ? { user: who.user }
        : {
            guild_id: world.guild,
            guild: { id: world.guild, locale: 'en-GB', features: [] },
            member: who,
          }),
      ...(message ? { message: standin.messageFor(message, true) } : {}),
      data,
    })
    return interaction
  }

  function command(name: string) {
    const found = standin.registry.find((each) => each.name === name)
    if (!found) throw new Error(`there is no command ${name}`)
    return found
  }

  /** Options are checked as Discord's client does. */
  function slash(
    channel: string,
    name: string,
    options: Readonly<Record<string, string | number | boolean>>,
    file?: File,
  ): Interaction {
    const found = command(name)
    const known = z.array(option).parse(found.options ?? [])
    const given = Object.entries(options).map(([key, value]) => {
      const about = known.find((each) => each.name === key)
      if (!about) throw new Error(`/${name} has no option ${key}`)
      if (about.choices?.length && !about.choices.some((each) => each.value === value))
        throw new Error(`${key} cannot be ${value}`)
      const type = { string: 3, number: 4, boolean: 5 }[typeof value as 'string']
      if (type !== about.type) throw new Error(`${key} is of type ${about.type}`)
      return { name: key, type, value }
    })
    const missing = known.filter(({ required, name: key }) => required && !(key in options))
    if (missing.length > 0) throw new Error(`missing: ${missing.map((each) => each.name)}`)
    const attached = file ? filesOf([file])[0] : undefined
    const carrier =
      attached && world.write({ channel, author: person.id, files: [attached], only: person.id })
    const resolved =
      carrier &&
      z
        .object({ attachments: z.array(z.looseObject({ id: z.string() })) })
        .parse(standin.messageFor(carrier, true)).attachments
    return interact(2, channel, {
      id: found.id,
      name,
      type: 1,
      options: [...given, ...(attached ? [{ name: 'file', type: 11, value: attached.id }] : [])],
      ...(resolved
        ? { resolved: { attachments: Object.fromEntries(resolved.map((each) => [each.id, each])) } }
        : {}),
    })
  }

  function menu(name: string, message: Message): Interaction {
    const found = command(name)
    return interact(2, message.channel, {
      id: found.id,
      name,
      type: 3,
      target_id: message.id,
      resolved: { messages: { [message.id]: standin.messageFor(message, true) } },
    })
  }

  function type(channel: string, name: string, key: string, value: string): Interaction {
    return interact(4, channel, {
      id: command(name).id,
      name,
      type: 1,
      options: [{ name: key, type: 3, value, focused: true }],
    })
  }

  return {
    write,
    edit,
    erase,
    slash,
    menu,
    type,
    press: (message: Message, id: string) =>
      interact(3, message.channel, { custom_id: id, component_type: 2 }, message),
    pick: (message: Message, id: string, value: string) =>
      interact(3, message.channel, { custom_id: id, component_type: 3, values: [value] }, message),
    /** `values` by the place of the field. What is not named stays as it was. */
    send(
      { modal, channel, message }: Interaction,
      values: Readonly<Record<string, string>>,
    ): Interaction {
      if (!modal) throw new Error('no window is open')
      const components = modal.components.map(({ component }, id) => {
        const key = component?.custom_id ?? ''
        const initial =
          component?.options?.find((each) => each.default)?.value ?? component?.value ?? ''
        const value = values[key] ?? initial
        const isSelect = component?.type === 3
        if (!isSelect && value.length > (component?.max_length ?? 4000))
          throw new Error('nobody can write so much')
        return {
          type: 18,
          id,
          component: {
            type: component?.type,
            custom_id: key,
            id: id + 100,
            ...(isSelect ? { values: value === '' ? [] : [value] } : { value }),
          },
        }
      })
      const under = message ? (world.messages.get(message) ?? null) : null
      return interact(5, channel, { custom_id: modal.custom_id, components }, under)
    },
  }
}

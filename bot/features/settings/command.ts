/** Shows and changes the workspace's settings, and lists who changed what. */
import { z } from 'zod'
import { type Command, type Context, command, type OptionMeta } from '../../core/command.ts'
import { UserError } from '../../core/errors.ts'
import type { NamedPerson } from '../../core/keys.ts'
import type { Message } from '../../core/message.ts'
import type { Store } from '../../store/store.ts'
import { changesPage } from './changes.ts'
import { keyOf, read, SETTING_NAMES, said } from './format.ts'
import type { Settings } from './settings.ts'
import type { SettingKey } from './table.ts'
import { adminsPage, overviewPage, settingPage } from './view.ts'

const options = z.strictObject({
  setting: z
    .enum([...SETTING_NAMES, 'admins', 'changes'])
    .optional()
    .meta({ description: 'The setting to show or change, or “changes” to see who changed what' }),
  value: z
    .string()
    .max(1000)
    .optional()
    .meta({ description: 'New value', rest: true } satisfies OptionMeta),
})

export type SettingsDeps = Readonly<{ store: Pick<Store, 'audit' | 'people'>; settings: Settings }>

/** What is needed to change settings. */
export type SettingsContext = Pick<Context, 'request'> & SettingsDeps

/** Declares `/settings`: shows and changes the workspace's settings and admins. */
export function settingsCommand(deps: SettingsDeps): Command {
  return command({
    name: 'settings',
    summary: 'For admins: settings of this workspace, and who changed them',
    admin: true,
    options,
    async *answer({ setting, value }, { request }) {
      const context = { ...deps, request }
      if (setting === 'changes') yield await changesPage(context)
      else if (setting === 'admins') yield await admins(value, context)
      else {
        const key = setting === undefined ? undefined : keyOf(setting)
        if (key === undefined) yield await overview(value, context)
        else yield await one(key, value, context)
      }
    },
  })
}

async function overview(value: string | undefined, context: SettingsContext): Promise<Message> {
  if (value) throw new UserError(`There's no setting “${value}”.`, '/settings')
  return overviewPage(await context.settings.of(context.request.person))
}

async function one(
  key: SettingKey,
  value: string | undefined,
  { request, settings }: SettingsContext,
): Promise<Message> {
  const { person, place } = request
  const before = await settings.of(person)
  if (value === undefined) return settingPage(key, before, place)
  try {
    const wanted = read(key, value, { ...request, channels: before.channels })
    const isChanged = await settings.change(person, key, wanted)
    const [from, to] = [said(key, before[key]), said(key, wanted)]
    const news = isChanged ? `Changed from ${from} to ${to}.` : `It's already ${to}.`
    return settingPage(key, await settings.of(person), place, news)
  } catch (error) {
    // The error is shown above the form, which can be filled in again.
    if (error instanceof UserError) return settingPage(key, before, place, error.message)
    throw error
  }
}

/** `@ada` makes someone an admin, `remove @ada` removes them. */
async function admins(value: string | undefined, context: SettingsContext): Promise<Message> {
  const { request, settings } = context
  if (value === undefined) return adminsPage(await settings.of(request.person))
  const given = value.trim()
  const [remove = ''] = /^(?:remove\s+|-)?/i.exec(given) ?? []
  const subject = await personIn(given.slice(remove.length), context)
  const { addAdmin, removeAdmin } = settings
  const isChanged = await (remove ? removeAdmin : addAdmin)(request.person, subject)
  const state = remove ? 'not one of the admins named here' : 'an admin'
  const news = `${subject.name} is ${state} ${isChanged ? 'now' : 'already'}.`
  return adminsPage(await settings.of(request.person), news)
}

/** Finds the person meant. Platforms write `<@U7>` or `<@U7|ada>`; people write a name. */
async function personIn(text: string, { request, store }: SettingsContext): Promise<NamedPerson> {
  const { platform, workspace } = request.person
  const name = text.replace(/^@/, '')
  const [, id, label] = /^<@!?([\w.-]+)(?:\|([^>]*))?>$/.exec(text) ?? []
  const known = id ?? request.mentions?.[`@${name}`]
  if (known !== undefined) {
    const person = { platform, workspace, id: known }
    const shown = (await store.people.find(person))?.name ?? label
    return { ...person, name: shown || (id ?? name) }
  }
  const [person, ...others] = await store.people.named(request.person, name)
  if (person && others.length === 0) return person
  throw new UserError(
    person
      ? `There are several people called “${name}”. Mention the one you mean.`
      : `I don't know anyone called “${name}”. I know people once they've opened a lesson or answered a question.`,
    '/settings admins @ada',
  )
}

/** The messages of `/settings`: all settings, one setting, and the admins. */
import type { Action, Block, Choice, Message } from '../../core/message.ts'
import type { Conversation } from '../../core/request.ts'
import { list } from '../../lib/text/quantities.ts'
import { page } from './admin-page.ts'
import { channelName, named, nameOf, said } from './format.ts'
import type { WorkspaceSettings } from './settings.ts'
import { type NamedChannel, SETTING_KEYS, SETTINGS, type SettingKey } from './table.ts'

/** All settings with their values, and a button for each. */
export function overviewPage(settings: WorkspaceSettings): Message {
  const facts = SETTING_KEYS.map((key) => ({
    label: SETTINGS[key].title,
    value: said(key, settings[key]),
  }))
  return page('Settings of this workspace.', [
    { kind: 'facts', facts: [...facts, { label: 'Admins', value: adminsSaid(settings) }] },
    {
      kind: 'choices',
      prompt: 'Change:',
      choices: [
        ...SETTING_KEYS.map((key) => button(SETTINGS[key].title, { setting: nameOf(key) })),
        button('Admins', { setting: 'admins' }),
      ],
    },
    { kind: 'choices', choices: [button('Who changed what', { setting: 'changes' })] },
  ])
}

/** One setting with its value and the buttons or form that change it. `news`: what was just changed, or why it wasn't. */
export function settingPage(
  key: SettingKey,
  settings: WorkspaceSettings,
  place: Conversation,
  news?: string,
): Message {
  const { title, about } = SETTINGS[key]
  const text = `${title}: ${said(key, settings[key])}. ${about}.`
  return page(text, [...ways(key, settings, place), BACK], news)
}

/** The admins named in the settings, with buttons to remove them and a form to add one. */
export function adminsPage(settings: WorkspaceSettings, news?: string): Message {
  const setting = 'admins'
  const removals = settings.admins.map(({ id, name }) =>
    button(`Remove ${name}`, { setting, value: `remove <@${id}>` }, 'danger'),
  )
  const text = `Admins: ${adminsSaid(settings)}.`
  return page(text, [...choices(removals), form('Add someone', setting, 'Who'), BACK], news)
}

function adminsSaid({ admins }: WorkspaceSettings): string {
  const named = admins.map(({ name }) => name)
  return list(['those of the platform', ...named], 20)
}

/** The buttons or form that change a setting. */
function ways(key: SettingKey, settings: WorkspaceSettings, place: Conversation): readonly Block[] {
  const setting = nameOf(key)
  const { kind, none } = SETTINGS[key]
  switch (kind) {
    case 'switch':
      return choices([
        button('On', { setting, value: 'on' }),
        button('Off', { setting, value: 'off' }),
      ])
    case 'channels':
      return choices(channelButtons(settings.channels, place))
    case 'zone':
      return [form('Another time zone', setting, 'Time zone', settings.timezone)]
    case 'number': {
      const now = settings[key]
      const value = typeof now === 'number' ? String(now) : ''
      const without = none ? [button(sentenceCase(none), { setting, value: 'none' })] : []
      return [form('Another number', setting, rangeOf(key), value), ...choices(without)]
    }
  }
}

function rangeOf(key: SettingKey): string {
  const { least, most, unit } = SETTINGS[key]
  return `${least} to ${most} ${unit}`
}

function channelButtons(channels: readonly NamedChannel[], place: Conversation): readonly Choice[] {
  const setting = 'channels'
  const here = named(place.channel, place.name)
  const isOffered = !place.direct && !channels.some(({ id }) => id === here.id)
  const joins =
    channels.length > 0
      ? [button('Here too', { setting, value: written([...channels, here]) })]
      : []
  return [
    ...(isOffered ? [...joins, button('Only here', { setting, value: written([here]) })] : []),
    ...channels.map((each) => {
      const others = channels.filter((other) => other !== each)
      return button(`Not in ${channelName(each)}`, { setting, value: written(others) })
    }),
    ...(channels.length > 0 ? [button('Everywhere', { setting, value: 'all' })] : []),
  ]
}

function written(channels: readonly NamedChannel[]): string {
  return channels.map(({ id, name }) => `<#${id}|${name}>`).join(' ') || 'all'
}

function form(title: string, setting: string, label: string, value = ''): Block {
  return {
    kind: 'form',
    title,
    submit: 'Change',
    action: { command: 'settings', options: { setting }, replaces: true },
    fields: [{ name: 'value', label, value }],
  }
}

/** A button that runs `/settings` with `options` and replaces the message it is in. */
export function button(label: string, options: Action['options'], style?: Choice['style']): Choice {
  const action = { command: 'settings', options, replaces: true }
  return style ? { label, action, style } : { label, action }
}

function choices(choices: readonly Choice[]): readonly Block[] {
  return choices.length > 0 ? [{ kind: 'choices', choices }] : []
}

const BACK: Block = { kind: 'choices', choices: [button('All settings', {})] }

function sentenceCase(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

/** Discord's limits on what an app sends, complained of as Discord does: error 50035 with the path of each field. */
import {
  type APIMessageComponent,
  type APIMessageTopLevelComponent,
  ComponentType,
  MessageFlags,
} from 'discord.js'

/** What was uploaded with a message. */
export type Upload = Readonly<{ field: string; name: string; bytes: number }>

type Problem = Readonly<{ path: string; code: string; message: string }>

/** An answer that is no success. */
export class Refused extends Error {
  readonly status: number
  readonly body: object
  constructor(status: number, body: object) {
    super(JSON.stringify(body))
    this.status = status
    this.body = body
  }
}

export function refuse(status: number, code: number, message: string): Refused {
  return new Refused(status, { code, message })
}

function collector() {
  const problems: Problem[] = []
  return {
    must(holds: boolean, path: string, code: string, message = code): void {
      if (!holds) problems.push({ path, code, message })
    },
    end(): void {
      if (problems.length > 0) throw invalid(problems)
    },
  }
}

type Must = ReturnType<typeof collector>['must']

function invalid(problems: readonly Problem[]): Refused {
  const errors: Record<string, unknown> = {}
  for (const { path, code, message } of problems) {
    let at = errors
    for (const step of path.split('.')) {
      at[step] ??= {}
      at = at[step] as Record<string, unknown>
    }
    at._errors = [{ code, message }]
  }
  return new Refused(400, { code: 50_035, message: 'Invalid Form Body', errors })
}

const LENGTH = 'BASE_TYPE_BAD_LENGTH'
const V2_CHARACTERS = 4000
const V2_BYTES = 10_170
const MIB = 1024 ** 2

function within(text: unknown, least: number, most: number): boolean {
  return typeof text === 'string' && text.length >= least && text.length <= most
}

export type MessageBody = Readonly<{
  content?: string | null
  embeds?: readonly unknown[] | null
  components?: readonly APIMessageTopLevelComponent[] | null
  flags?: number
  attachments?: readonly Readonly<{
    id: string | number
    filename?: string
    description?: string
  }>[]
  nonce?: string | number
  enforce_nonce?: boolean
  message_reference?: Readonly<{ message_id: string; fail_if_not_exists?: boolean }>
  allowed_mentions?: Readonly<{
    parse?: readonly string[]
    users?: readonly string[]
    roles?: readonly string[]
  }>
}>

/** `before`: the flags of the message that is edited. */
export function checkMessage(
  body: MessageBody,
  uploads: readonly Upload[],
  before: number | null,
): void {
  const { must, end } = collector()
  const flags = (body.flags ?? 0) | ((before ?? 0) & MessageFlags.IsComponentsV2)
  const isV2 = (flags & MessageFlags.IsComponentsV2) !== 0
  const components = body.components ?? []
  must(body.content == null || within(body.content, 0, 2000), 'content', LENGTH)
  if (before !== null) {
    const may = MessageFlags.IsComponentsV2 | MessageFlags.SuppressEmbeds
    must(((body.flags ?? 0) & ~may) === 0, 'flags', 'MESSAGE_FLAGS_NOT_EDITABLE')
  }
  if (isV2) {
    const legacy = 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'
    must(!body.content, 'content', legacy)
    must((body.embeds ?? []).length === 0, 'embeds', legacy)
  }
  must(within(String(body.nonce ?? ''), 0, 25), 'nonce', LENGTH)
  checkComponents(components, isV2, uploads, must)
  checkAttachments(body.attachments ?? [], uploads, must)
  end()
  const size = uploads.reduce((sum, { bytes }) => sum + bytes, 0)
  if (size > 25 * MIB || uploads.some(({ bytes }) => bytes > 10 * MIB)) {
    throw refuse(413, 40_005, 'Request entity too large')
  }
  const says = body.content || body.embeds?.length || components.length || uploads.length
  if (before === null && !says) throw refuse(400, 50_006, 'Cannot send an empty message')
}

function checkAttachments(
  given: NonNullable<MessageBody['attachments']>,
  uploads: readonly Upload[],
  must: Must,
): void {
  must(given.length <= 10 && uploads.length <= 10, 'attachments', 'BASE_TYPE_MAX_LENGTH')
  for (const [at, { id, description }] of given.entries()) {
    const isThere = uploads.some(({ field }) => field === `files[${id}]`) || String(id).length > 10
    must(isThere, `attachments.${at}.id`, 'MESSAGE_ATTACHMENT_NOT_FOUND')
    must(
      description === undefined || within(description, 0, 1024),
      `attachments.${at}.description`,
      LENGTH,
    )
  }
}

function checkComponents(
  top: readonly APIMessageComponent[],
  isV2: boolean,
  uploads: readonly Upload[],
  must: Must,
): void {
  const ids: string[] = []
  const shown = new Set<string>()
  let count = 0
  let characters = 0
  let bytes = 0

  function media(url: string, path: string): void {
    const name = /^attachment:\/\/(.+)$/.exec(url)?.[1] ?? ''
    shown.add(name)
    must(
      uploads.some((each) => each.name === name),
      path,
      'UNFURLED_MEDIA_ITEM_NOT_FOUND',
    )
  }

  function check(component: APIMessageComponent, path: string, isTop: boolean): void {
    count += 1
    switch (component.type) {
      case ComponentType.ActionRow: {
        const { components } = component
        const isSelect = components.some(({ type }) => type !== ComponentType.Button)
        must(isTop, path, 'COMPONENT_LAYOUT_INVALID')
        must(
          within('x'.repeat(components.length), 1, isSelect ? 1 : 5),
          `${path}.components`,
          LENGTH,
        )
        for (const [at, each] of components.entries()) {
          check(each, `${path}.components.${at}`, false)
        }
        return
      }
      case ComponentType.Button:
        must(!isTop, path, 'COMPONENT_LAYOUT_INVALID')
        if ('label' in component) must(within(component.label, 0, 80), `${path}.label`, LENGTH)
        must(
          'custom_id' in component && within(component.custom_id, 1, 100),
          `${path}.custom_id`,
          LENGTH,
        )
        if ('custom_id' in component) ids.push(component.custom_id)
        return
      case ComponentType.StringSelect: {
        const { options, custom_id, placeholder } = component
        ids.push(custom_id)
        must(within(custom_id, 1, 100), `${path}.custom_id`, LENGTH)
        must(within(placeholder ?? '', 0, 150), `${path}.placeholder`, LENGTH)
        must(options.length >= 1 && options.length <= 25, `${path}.options`, LENGTH)
        must(
          new Set(options.map(({ value }) => value)).size === options.length,
          `${path}.options`,
          'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
        )
        options.forEach(({ label, value }, at) => {
          must(within(label, 1, 100), `${path}.options.${at}.label`, LENGTH)
          must(within(value, 1, 100), `${path}.options.${at}.value`, LENGTH)
        })
        return
      }
      case ComponentType.TextDisplay:
        must(isV2, path, 'UNION_TYPE_CHOICES')
        must(within(component.content.trim(), 1, V2_CHARACTERS), `${path}.content`, LENGTH)
        characters += component.content.length
        bytes += Buffer.byteLength(component.content)
        return
      case ComponentType.MediaGallery:
        must(isV2, path, 'UNION_TYPE_CHOICES')
        must(component.items.length >= 1 && component.items.length <= 10, `${path}.items`, LENGTH)
        component.items.forEach(({ media: item, description }, at) => {
          media(item.url, `${path}.items.${at}.media.url`)
          must(within(description ?? '', 0, 1024), `${path}.items.${at}.description`, LENGTH)
        })
        return
      case ComponentType.File:
        must(isV2, path, 'UNION_TYPE_CHOICES')
        media(component.file.url, `${path}.file.url`)
        return
      case ComponentType.Separator:
        must(isV2, path, 'UNION_TYPE_CHOICES')
        return
      default:
        must(false, path, 'UNION_TYPE_CHOICES')
    }
  }

  for (const [at, component] of top.entries()) check(component, `components.${at}`, true)
  must(count <= 40, 'components', 'COMPONENT_TOTAL_LIMIT')
  must(isV2 || top.length <= 5, 'components', LENGTH)
  must(characters <= V2_CHARACTERS, 'components', 'COMPONENT_TEXT_LIMIT')
  must(new Set(ids).size === ids.length, 'components', 'COMPONENT_CUSTOM_ID_DUPLICATED')
  // What no component shows, nobody sees.
  if (isV2)
    must(
      uploads.every(({ name }) => shown.has(name)),
      'attachments',
      'ATTACHMENT_NOT_SHOWN',
    )
  if (bytes > V2_BYTES) throw refuse(500, 0, '500: Internal Server Error')
}

type Labelled = Readonly<{
  type: number
  label?: string
  description?: string
  component?: Readonly<{
    type: number
    custom_id?: string
    label?: string
    value?: string
    placeholder?: string
    max_length?: number
    options?: readonly Readonly<{ label: string; value: string; default?: boolean }>[]
  }>
}>

export type Modal = Readonly<{ custom_id: string; title: string; components: readonly Labelled[] }>

export function checkModal({ custom_id, title, components }: Modal): void {
  const { must, end } = collector()
  must(within(custom_id, 1, 100), 'data.custom_id', LENGTH)
  must(within(title, 1, 45), 'data.title', LENGTH)
  must(components.length >= 1 && components.length <= 5, 'data.components', LENGTH)
  const ids = components.map(({ component }) => component?.custom_id)
  must(new Set(ids).size === ids.length, 'data.components', 'COMPONENT_CUSTOM_ID_DUPLICATED')
  components.forEach(({ type, label, description, component }, at) => {
    const path = `data.components.${at}`
    must(type === ComponentType.Label && !!component, path, 'UNION_TYPE_CHOICES')
    must(within(label, 1, 45), `${path}.label`, LENGTH)
    must(within(description ?? '', 0, 100), `${path}.description`, LENGTH)
    if (!component) return
    const inside = `${path}.component`
    must(within(component.custom_id, 1, 100), `${inside}.custom_id`, LENGTH)
    must(component.label === undefined, `${inside}.label`, 'TEXT_INPUT_LABEL_IN_LABEL')
    must(within(component.value ?? '', 0, component.max_length ?? 4000), `${inside}.value`, LENGTH)
    must((component.max_length ?? 4000) <= 4000, `${inside}.max_length`, 'NUMBER_TYPE_MAX')
    must(within(component.placeholder ?? '', 0, 100), `${inside}.placeholder`, LENGTH)
    if (component.type === ComponentType.StringSelect) {
      const options = component.options ?? []
      must(options.length >= 1 && options.length <= 25, `${inside}.options`, LENGTH)
      must(
        options.filter((each) => each.default).length <= 1,
        `${inside}.options`,
        'SELECT_DEFAULTS',
      )
    }
  })
  end()
}

type Option = Readonly<{
  type: number
  name: string
  description: string
  required?: boolean
  autocomplete?: boolean
  choices?: readonly Readonly<{ name: string; value: unknown }>[]
}>

export type CommandBody = Readonly<{
  name: string
  type?: number
  description?: string
  name_localizations?: Readonly<Record<string, string>> | null
  options?: readonly Option[]
  default_member_permissions?: string | null
}>

const CHAT_NAME = /^[-_'\p{Ll}\p{Lo}\p{N}]{1,32}$/u

export function checkCommand(command: CommandBody, path: string): void {
  const { must, end } = collector()
  const { name, type = 1, description = '', options = [], name_localizations } = command
  const named = (text: string) => (type === 1 ? CHAT_NAME.test(text) : within(text, 1, 32))
  must(named(name), `${path}.name`, 'APPLICATION_COMMAND_INVALID_NAME')
  for (const [locale, localized] of Object.entries(name_localizations ?? {})) {
    must(
      named(localized),
      `${path}.name_localizations.${locale}`,
      'APPLICATION_COMMAND_INVALID_NAME',
    )
  }
  must(type === 1 ? within(description, 1, 100) : description === '', `${path}.description`, LENGTH)
  must(options.length <= 25, `${path}.options`, LENGTH)
  const firstOptional = options.findIndex(({ required }) => !required)
  must(
    firstOptional < 0 || options.slice(firstOptional).every(({ required }) => !required),
    `${path}.options`,
    'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
  )
  options.forEach((option, at) => {
    const inside = `${path}.options.${at}`
    must(CHAT_NAME.test(option.name), `${inside}.name`, 'APPLICATION_COMMAND_INVALID_NAME')
    must(within(option.description, 1, 100), `${inside}.description`, LENGTH)
    must((option.choices?.length ?? 0) <= 25, `${inside}.choices`, LENGTH)
    must(!(option.autocomplete && option.choices?.length), inside, 'AUTOCOMPLETE_WITH_CHOICES')
    for (const choice of option.choices ?? [])
      must(within(choice.name, 1, 100), `${inside}.choices`, LENGTH)
  })
  const texts = [
    name,
    description,
    ...options.flatMap((each) => [
      each.name,
      each.description,
      ...(each.choices ?? []).flatMap((choice) => [choice.name, String(choice.value)]),
    ]),
  ]
  must(texts.join('').length <= 8000, path, 'APPLICATION_COMMAND_TOO_LARGE')
  end()
}

/** What is written on a button, a select or a form: what it does, who may press it, and for which workspace. */

/** `delete`: of the answer; `form`: a window that comes back; `pick`: a select, whose values are `place:action`. */
type Verb = 'do' | 'pick' | 'delete' | 'form'

export type ComponentId = Readonly<{
  verb: Verb
  /** Under which the store keeps what it does. */
  action: string
  /** The only person who may press it; empty where everybody may. */
  asker: string
  /** The server that a direct message is about; empty elsewhere. */
  home: string
}>

/** `place` keeps the ids of one message apart. At most 95 characters. */
export function customId({ verb, action, asker, home }: ComponentId, place: number): string {
  return [verb, place, action, asker, home].join(':')
}

/** Null for an id that is not of ours. */
export function readCustomId(id: string): ComponentId | null {
  const [, verb, action = '', asker = '', home = ''] =
    /^(do|pick|delete|form):\d+:([\w-]*):([\w-]*):([\w-]*)$/.exec(id) ?? []
  return verb === undefined ? null : { verb: verb as Verb, action, asker, home }
}

/** Component ids: what a button, select or form does, who may use it, and for which workspace. */

/**
 * `delete`: deletes the answer; `form`: a modal that is submitted; `pick`: a select whose values are `place:action`.
 */
type Verb = 'do' | 'pick' | 'delete' | 'form'

export type ComponentId = Readonly<{
  verb: Verb
  /** The id under which the store keeps the action. */
  action: string
  /** The only person who may use it; empty if everyone may. */
  asker: string
  /** The server that a direct message is about; empty elsewhere. */
  home: string
}>

/** Encodes a component's id in at most 95 characters; `place` makes it unique within a message. */
export function customId({ verb, action, asker, home }: ComponentId, place: number): string {
  return [verb, place, action, asker, home].join(':')
}

/** Decodes a component's id; null if it isn't one of ours. */
export function readCustomId(id: string): ComponentId | null {
  const [, verb, action = '', asker = '', home = ''] =
    /^(do|pick|delete|form):\d+:([\w-]*):([\w-]*):([\w-]*)$/.exec(id) ?? []
  return verb === undefined ? null : { verb: verb as Verb, action, asker, home }
}

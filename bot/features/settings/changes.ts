/** Who changed what, and when. */
import type { Message } from '../../core/message.ts'
import type { Request } from '../../core/request.ts'
import { moment } from '../../lib/text/moments.ts'
import type { AuditEntry } from '../../store/audit.ts'
import type { Store } from '../../store/store.ts'
import { page } from './admin-page.ts'
import { nameOf } from './format.ts'
import type { Settings } from './settings.ts'
import { SETTING_KEYS } from './table.ts'
import { button } from './view.ts'

/** Number of changes shown. */
const SHOWN = 20

type Changes = Readonly<{ request: Request; store: Pick<Store, 'audit'>; settings: Settings }>

/** Lists the latest 20 changes that admins made, in the reader's time zone. */
export async function changesPage({ request, store, settings }: Changes): Promise<Message> {
  const { person } = request
  const zone = person.zone ?? (await settings.of(person)).timezone
  const entries = await store.audit.latest(person, SHOWN)
  const facts = entries.map((entry) => ({
    label: moment(entry.at, zone),
    value: told(entry),
    at: entry.at,
  }))
  const back = { kind: 'choices', choices: [button('All settings', {})] } as const
  if (facts.length === 0) return page('No changes yet.', [back])
  return page(`Latest changes (${zone}).`, [{ kind: 'facts', facts }, back])
}

function told({ by, what, subject, from, to }: AuditEntry): string {
  const key = SETTING_KEYS.find((each) => each === what)
  const change = [from, to].filter((each) => each !== null).join(' → ')
  const name = key ? nameOf(key) : what
  return `${by ?? 'Someone who left'}: ${name}: ${[subject, change].filter(Boolean).join(' ')}`
}

/** The admin's desk: settings, figures and the log on one page, shown by the same commands as in the chat. */
import type { Context, Hono } from 'hono'
import { StoreUnavailableError } from '../../../bot/core/errors.ts'
import type { DeskPanel } from '../../../bot/core/feature.ts'
import { type Workspace, workspaceKey } from '../../../bot/core/keys.ts'
import type { Message } from '../../../bot/core/message.ts'
import { OPERATOR } from '../../../bot/core/policy.ts'
import type { Person } from '../../../bot/core/request.ts'
import type { State } from '../../../bot/core/state.ts'
import type { Tutor } from '../../../bot/core/tutor.ts'
import type { Access } from '../access.ts'
import type { Admins } from '../admins.ts'
import { actionBody, readJson } from '../events/requests.ts'
import { type Visitor, visitor } from '../identity.ts'
import { REFUSALS, refuse } from '../refusals.ts'
import { download, fileResponse } from '../render/files.ts'
import { renderMessage } from '../render/message.ts'
import { deskPage, type PanelView } from './page.ts'
import { createPanels, type Panels } from './panels.ts'

type Parts = Readonly<{
  tutor: Tutor
  newId: () => string
  admins: Admins
  access: Access
  desk: DeskOptions
  states(): Promise<readonly State[]>
}>

export type DeskOptions = Readonly<{
  /** The workspaces with stored data. */
  workspaces(): Promise<readonly Workspace[]>
  /** From top to bottom. */
  panels: readonly DeskPanel[]
}>

const LATER = '<p><button type="button" class="plain" data-again>Show them</button></p>'

const PAGE: Workspace = { platform: 'web', workspace: 'local' }

/** Adds the admin's desk. The guards of `/admin` and `/api/admin/` must be added before. */
export function addDesk(app: Hono, parts: Parts): void {
  const panels = createPanels(parts)
  addPage(app, panels, parts)
  addPanels(app, panels, parts)
}

function addPage(app: Hono, panels: Panels, parts: Parts): void {
  const { access, admins, desk, states } = parts

  app.get('/admin', async (context) => {
    const known = await desk.workspaces().catch(noneWhileAway)
    const all = [PAGE, ...known.filter((each) => workspaceKey(each) !== workspaceKey(PAGE))]
    const wanted = context.req.query('workspace')
    const chosen = all.find((each) => workspaceKey(each) === wanted) ?? PAGE
    const me = visitor(context, access)
    const person = adminOf(chosen, me)
    if (person.id === me.id) await admins.note(person)
    const views = desk.panels.map(async (info): Promise<PanelView> => {
      const id = panels.open(me.id, person, info)
      return { ...info, id, html: info.later ? LATER : rendered(id, await panels.again(me.id, id)) }
    })
    context.header('Cache-Control', 'no-store')
    return context.html(
      deskPage({
        workspaces: all,
        chosen,
        panels: await Promise.all(views),
        states: await states(),
      }),
    )
  })
}

function addPanels(app: Hono, panels: Panels, { access }: Parts): void {
  const owner = (context: Context) => visitor(context, access).id
  app.get('/api/admin/panels/:id', async (context) => {
    const id = context.req.param('id')
    return answered(context, id, await panels.again(owner(context), id))
  })
  app.post('/api/admin/panels/:id/act', async (context) => {
    const id = context.req.param('id')
    const pressed = await readJson(context, actionBody)
    return answered(context, id, await panels.act(owner(context), id, pressed))
  })
  app.get('/api/admin/panels/:id/blocks/:block', (context) => {
    const { id, block } = context.req.param()
    const file = download(panels.block(owner(context), id, Number(block)))
    return file ? fileResponse(file) : refuse(404, REFUSALS.nothingHere)
  })
}

/** The desk opens without the store too, since this is where an admin looks for what is wrong. */
function noneWhileAway(error: unknown): [] {
  if (error instanceof StoreUnavailableError) return []
  throw error
}

/** On the page, the admin acts as themselves; in another workspace, as nobody in particular. */
function adminOf({ platform, workspace }: Workspace, { id, name }: Visitor): Person {
  const isKnown = platform === PAGE.platform
  const person = { id: isKnown ? id : OPERATOR, name: (isKnown && name) || 'The admin’s desk' }
  return { platform, workspace, ...person, admin: true }
}

function rendered(id: string, message: Message): string {
  return renderMessage(message, (block) => `/api/admin/panels/${id}/blocks/${block}`)
}

function answered(context: Context, id: string, message: Message): Response {
  context.header('Cache-Control', 'no-store')
  return context.json({ html: rendered(id, message), notice: message.notice })
}

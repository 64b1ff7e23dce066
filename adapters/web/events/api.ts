/** The API for the page's script. Errors are `{ "error": "a sentence" }`. */
import { type Context, Hono } from 'hono'
import { UserError } from '../../../bot/core/errors.ts'
import { typedOption } from '../../../bot/core/option-at-cursor.ts'
import { tokenBuckets } from '../../../bot/core/rates.ts'
import type { Person } from '../../../bot/core/request.ts'
import { zoneOf } from '../../../bot/lib/time-zones.ts'
import { lengthOf } from '../bodies.ts'
import { CHANNELS } from '../channels.ts'
import { addressOf } from '../client.ts'
import type { AppDeps } from '../deps.ts'
import { personOf, rename, type Visitor, visitor } from '../identity.ts'
import { WEB } from '../limits.ts'
import { createPlaces } from '../places.ts'
import { REFUSALS, refuse } from '../refusals.ts'
import { download, fileResponse } from '../render/files.ts'
import { streamChanges } from '../stream.ts'
import type { Me, Offer } from '../wire.ts'
import type { ConversationLog } from './conversation.ts'
import { actionBody, editBody, nameBody, readDraft, readJson } from './requests.ts'

type Known = { Variables: { visitor: Visitor; room: ConversationLog; person: Person } }

/** Creates the routes under `/api`. */
export function createApi(parts: AppDeps): Hono<Known> {
  const api = new Hono<Known>()
  api.use(async (context, next) => {
    context.set('visitor', visitor(context, parts.access))
    context.header('Cache-Control', 'no-store')
    return next()
  })
  api.get('/me', (context) => {
    const commands = [...parts.tutor.commands.values()]
    const me: Me = {
      ...context.var.visitor,
      channels: CHANNELS,
      commands: commands.map(({ name, summary }) => ({ name, summary })),
    }
    return context.json(me)
  })
  api.post('/name', async (context) => {
    const name = rename(context, (await readJson(context, nameBody)).name)
    if (name === null) throw new UserError('Choose another name, with at least one letter.')
    return context.json({ name })
  })
  api.use('/channels/:channel/*', async (context, next) => {
    const room = parts.rooms.room(context.req.param('channel'), context.var.visitor.id)
    if (!room) return refuse(404, REFUSALS.nothingHere)
    context.set('room', room)
    return next()
  })
  addReading(api, parts)
  addWriting(api, parts)
  return api
}

function addReading(api: Hono<Known>, parts: AppDeps): void {
  const places = createPlaces(WEB.streams)
  const asked = tokenBuckets(parts.clock)
  api.get('/channels/:channel/suggestions', async (context) => {
    const { visitor } = context.var
    const { id, name } = visitor
    if (name === null) return refuse(403, REFUSALS.noName)
    const waitMs = asked.takeFrom([{ key: id, ...WEB.suggestions }])
    if (waitMs > 0) return refuse(429, REFUSALS.slowDown)
    return context.json(await suggestions(context, parts, personOf(visitor, name)))
  })
  api.get('/channels/:channel/events', (context) => {
    const { room, visitor } = context.var
    // Hono answers HEAD with the body of GET, but nobody would read it, so the stream would never
    // end.
    if (context.req.method === 'HEAD') return context.body(null)
    const leave = places.take(addressOf(context), { person: visitor.id })
    if (!leave) return refuse(429, REFUSALS.tooManyPages)
    return streamChanges(context, room.feed, visitor.id, parts.closing, leave)
  })
  api.get('/channels/:channel/answers/:id/blocks/:block', (context) => {
    const { id, block } = context.req.param()
    const message = context.var.room.message(id, context.var.visitor.id)
    const file = download(message?.blocks[Number(block)])
    return file ? fileResponse(file) : refuse(404, REFUSALS.nothingHere)
  })
}

/** Completions for the command in the box: labels to choose from, and the text that each puts into the box. */
async function suggestions(
  context: Context<Known>,
  { tutor }: AppDeps,
  person: Person,
): Promise<readonly Offer[]> {
  const typed = typedOption(context.req.query('text') ?? '', tutor.commands)
  if (typed === null) return []
  const found = await tutor.complete({ ...typed, person, place: context.var.room.place })
  return found.map(({ label, value }) => ({ label, text: typed.before + value }))
}

/** Long posts count several times, since they take longer to read. */
function tokensFor(bytes: number): number {
  return Math.min(WEB.tokensOfOne, Math.max(1, Math.ceil(bytes / WEB.tokenBytes)))
}

function addWriting(api: Hono<Known>, { admins, clock }: AppDeps): void {
  const writes = tokenBuckets(clock)
  const places = createPlaces(WEB.answered)
  api.use('/channels/:channel/*', async (context, next) => {
    const { visitor } = context.var
    const { id, name } = visitor
    if (name === null) return refuse(403, REFUSALS.noName)
    const waitMs = writes.takeFrom([
      { key: id, ...WEB.writes, tokens: tokensFor(lengthOf(context)) },
      { key: `address ${addressOf(context)}`, ...WEB.addressWrites },
    ])
    if (waitMs > 0) return refuse(429, REFUSALS.slowDown)
    const zone = zoneOf(context.req.header('X-Time-Zone') ?? '')
    const person = personOf(visitor, name)
    await admins.note(person)
    context.set('person', { ...person, ...(zone === null ? {} : { zone }) })
    return next()
  })
  api.post('/channels/:channel/posts', async (context) => {
    const { person, room } = context.var
    const number = lengthOf(context)
    const isSmall = number <= WEB.smallBytes
    const done = isSmall ? () => {} : places.take(addressOf(context), { person: person.id, number })
    if (!done) return refuse(429, REFUSALS.tooManyFiles)
    try {
      const draft = await readDraft(context)
      const { id, answered } = await room.post(person, draft, addressOf(context))
      void answered.finally(done)
      return context.json({ id }, 201)
    } catch (error) {
      done()
      throw error
    }
  })
  api.put('/channels/:channel/posts/:id', async (context) => {
    const { text } = await readJson(context, editBody)
    await context.var.room.edit(
      context.var.person,
      context.req.param('id'),
      text,
      addressOf(context),
    )
    return context.body(null, 204)
  })
  api.delete('/channels/:channel/posts/:id', async (context) => {
    await context.var.room.remove(context.var.person, context.req.param('id'))
    return context.body(null, 204)
  })
  api.delete('/channels/:channel/answers/:id', (context) => {
    context.var.room.removeAnswer(context.var.person, context.req.param('id'))
    return context.body(null, 204)
  })
  api.post('/channels/:channel/answers/:id/stop', (context) => {
    context.var.room.stop(context.var.person, context.req.param('id'))
    return context.body(null, 204)
  })
  api.post('/channels/:channel/answers/:id/act', async (context) => {
    const press = await readJson(context, actionBody)
    const origin = addressOf(context)
    context.var.room.act(context.var.person, context.req.param('id'), { ...press, origin })
    return context.body(null, 204)
  })
}

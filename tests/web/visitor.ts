/** A browser without a screen: keeps cookies, calls the API, and follows a channel's events. */
import type { Changes } from '../../adapters/web/feed.ts'
import type { AnswerView, PostView, View } from '../../adapters/web/wire.ts'

export type Visitor = Awaited<ReturnType<typeof visit>>

export async function visit(
  url: string,
  name: string | null,
  headers: Record<string, string> = {},
  fetch: typeof globalThis.fetch = globalThis.fetch,
) {
  const cookies = new Map<string, string>()
  const origin = new URL(url).origin

  async function call(method: string, path: string, body?: unknown, more = {}): Promise<Response> {
    const isForm = body instanceof FormData
    const response = await fetch(new URL(path, url), {
      method,
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map((each) => each.join('=')).join('; '),
        origin,
        ...(isForm || body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
        ...more,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
    for (const each of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(each) ?? []
      cookies.set(key, value)
    }
    return response
  }

  /** What is known of the channel, kept up to date until `leave`. */
  async function enter(channel: string, mark?: string) {
    const left = new AbortController()
    const views = new Map<string, View>()
    const seen: Changes<View>[] = []
    let changed = Promise.withResolvers<void>()
    const response = await fetch(new URL(`/api/channels/${channel}/events`, url), {
      headers: {
        cookie: [...cookies].map((each) => each.join('=')).join('; '),
        ...headers,
        ...(mark ? { 'last-event-id': mark } : {}),
      },
      signal: left.signal,
    })
    const follow = async () => {
      let rest = ''
      for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const events = (rest + text).split('\n\n')
        rest = events.pop() ?? ''
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event)?.[1]
          if (data) take(JSON.parse(data))
        }
      }
    }
    const take = (changes: Changes<View>) => {
      seen.push(changes)
      if (changes.reset) views.clear()
      for (const id of changes.removed) views.delete(id)
      for (const view of changes.entries) views.set(view.id, view)
      changed.resolve()
      changed = Promise.withResolvers()
    }
    follow().catch(() => {})

    /** The first value that `find` gives, now or after some change. */
    async function until<Found>(find: () => Found | undefined | false): Promise<Found> {
      for (;;) {
        const found = find()
        if (found) return found
        await changed.promise
      }
    }
    const posts = () => [...views.values()].filter((view): view is PostView => view.kind === 'post')
    const answers = () =>
      [...views.values()].filter((view): view is AnswerView => view.kind === 'answer')
    return {
      status: response.status,
      seen,
      posts,
      answers,
      until,
      /** Resolves with the next change. */
      changed: () => changed.promise,
      /** The answer to a post once it is complete and `fits`. */
      answer: (post: string, fits: (view: AnswerView) => boolean = () => true) =>
        until(() => answers().find((each) => each.post === post && each.done && fits(each))),
      leave: () => left.abort(),
    }
  }

  async function say(channel: string, text: string, more: { run?: boolean; files?: File[] } = {}) {
    const form = new FormData()
    form.set('text', text)
    if (more.run) form.set('run', 'true')
    for (const file of more.files ?? []) form.append('file', file)
    const response = await call('POST', `/api/channels/${channel}/posts`, form)
    if (response.status !== 201) throw new Error(`not posted: ${await response.text()}`)
    const { id } = (await response.json()) as { id: string }
    return id
  }

  if (name !== null) await call('POST', '/api/name', { name })
  return { call, enter, say }
}

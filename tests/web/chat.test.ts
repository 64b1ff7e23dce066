import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSite } from './site.ts'
import { type Visitor, visit } from './visitor.ts'

let site: Awaited<ReturnType<typeof openSite>>
let ada: Visitor
let bob: Visitor
beforeAll(async () => {
  site = await openSite()
  ada = await visit(site.url, 'Ada')
  bob = await visit(site.url, 'Bob')
})
afterAll(async () => {
  await site.close()
  expect(site.errors).toEqual([])
})

const python = (code: string) => `\`\`\`python\n${code}\n\`\`\``
const text = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('posting', () => {
  test('a fenced program is answered with its output and a verdict, for everyone', async () => {
    const lobby = await bob.enter('lobby')
    const id = await ada.say('lobby', python('print(6 * 7)'))
    const answer = await lobby.answer(id)
    expect(text(answer.html)).toContain('Output Copy 42')
    expect(text(answer.html)).toMatch(/Time [\d.]+ ms CPU/)
    expect(answer.notice).toMatch(/^Finished after/)
    expect(lobby.posts().find((post) => post.id === id)?.author.name).toBe('Ada')
    lobby.leave()
  })

  test('the Run button runs text without a fence, and shows it as code', async () => {
    const lobby = await ada.enter('lobby')
    const id = await ada.say('lobby', 'a = [1]\n*b, c = a\nprint(c)', { run: true })
    expect(text((await lobby.answer(id)).html)).toContain('Copy 1')
    const html = lobby.posts().find((post) => post.id === id)?.html ?? ''
    expect(text(html)).toContain('*b, c = a')
    lobby.leave()
  })

  test('Python without a fence is offered, and runs in place when its author presses', async () => {
    const lobby = await ada.enter('lobby')
    const id = await ada.say('lobby', 'print("pressed")')
    const offer = await lobby.answer(id)
    expect(offer.html).toContain('Run it')
    const press = { block: 0, choice: 0 }
    const refused = await bob.call('POST', `/api/channels/lobby/answers/${offer.id}/act`, press)
    expect(await refused.json()).toEqual({ error: 'Only Ada can do that.' })
    await ada.call('POST', `/api/channels/lobby/answers/${offer.id}/act`, press)
    const answer = await lobby.answer(id, ({ html }) => html.includes('Output'))
    expect(answer.id).toBe(offer.id)
    expect(text(answer.html)).toContain('pressed')
    lobby.leave()
  })

  test('a program that wants input is given a form, and runs with what is written in it', async () => {
    const lobby = await ada.enter('lobby')
    const id = await ada.say('lobby', python('print("Hello", input("Name? "))'))
    const asking = await lobby.answer(id)
    const block = Number(/<form class="ask" data-act="(\d+)"/.exec(asking.html)?.[1])
    const sent = { block, fields: { stdin: 'Grace', code: 'print("smuggled")' } }
    await ada.call('POST', `/api/channels/lobby/answers/${asking.id}/act`, sent)
    const answer = await lobby.answer(id, ({ html }) => html.includes('Grace'))
    expect(text(answer.html)).toContain('Hello Grace')
    lobby.leave()
  })

  test('attached files run and lie beside the program', async () => {
    const lobby = await ada.enter('lobby')
    const files = [
      new File(['import json\nprint(sum(json.load(open("n.json"))))'], 'sum.py'),
      new File(['[1, 2, 3]'], 'n.json'),
    ]
    const id = await ada.say('lobby', '', { files })
    expect(text((await lobby.answer(id)).html)).toContain('Copy 6')
    lobby.leave()
  })

  test('a file that the program writes can be fetched', async () => {
    const lobby = await ada.enter('lobby')
    const id = await ada.say('lobby', python('open("made.txt", "w").write("by me")'))
    const answer = await lobby.answer(id)
    const [, path = ''] = /href="([^"]+)" download="made.txt"/.exec(answer.html) ?? []
    const file = await bob.call('GET', path)
    expect(await file.text()).toBe('by me')
    expect(file.headers.get('content-disposition')).toMatch(/^attachment/)
    lobby.leave()
  })

  test('long output is folded, and the whole is a file', async () => {
    const lobby = await ada.enter('lobby')
    const id = await ada.say('lobby', python('for n in range(500): print("line", n)'))
    const { html } = await lobby.answer(id)
    expect(html).toContain('Show all 500 lines')
    const [, path = ''] = /href="([^"]+)" download/.exec(html) ?? []
    expect((await (await ada.call('GET', path)).text()).split('\n')).toHaveLength(500)
    lobby.leave()
  })

  test('output comes while the program still runs', async () => {
    const lobby = await ada.enter('lobby')
    const code = 'import time\nprint("early", flush=True)\ntime.sleep(0.6)\nprint("late")'
    const id = await ada.say('lobby', python(code))
    const early = await lobby.until(() =>
      lobby.answers().find((each) => each.post === id && each.html.includes('early')),
    )
    expect(early).toMatchObject({ done: false })
    expect(text((await lobby.answer(id)).html)).toContain('early late')
    lobby.leave()
  })
})

describe('changing', () => {
  test('an edit runs the program again and redoes the answer in its place', async () => {
    const lobby = await bob.enter('lobby')
    const id = await ada.say('lobby', python('print("first")'))
    const first = await lobby.answer(id)
    await ada.call('PUT', `/api/channels/lobby/posts/${id}`, { text: python('print("second")') })
    const second = await lobby.answer(id, ({ html }) => html.includes('second'))
    expect(second.id).toBe(first.id)
    expect(text(second.html)).not.toContain('first')
    expect(lobby.posts().find((post) => post.id === id)?.edited).toBe(true)
    lobby.leave()
  })

  test('an edit while the program runs ends the old run', async () => {
    const lobby = await ada.enter('lobby')
    const id = await ada.say('lobby', python('import time\ntime.sleep(9)\nprint("old")'))
    await lobby.until(() => lobby.answers().some((each) => each.post === id))
    await ada.call('PUT', `/api/channels/lobby/posts/${id}`, { text: python('print("new")') })
    const answer = await lobby.answer(id)
    expect(text(answer.html)).toContain('new')
    lobby.leave()
  })

  test('a run can be stopped', async () => {
    const lobby = await ada.enter('lobby')
    const id = await ada.say('lobby', python('import time\ntime.sleep(9)'))
    const running = await lobby.until(() => lobby.answers().find((each) => each.post === id))
    await ada.call('POST', `/api/channels/lobby/answers/${running.id}/stop`)
    expect(text((await lobby.answer(id)).html)).toContain('Cancelled.')
    lobby.leave()
  })

  test('a deleted answer goes, a deleted post goes with its answers, for everyone', async () => {
    const lobby = await bob.enter('lobby')
    const id = await ada.say('lobby', python('print(1)'))
    const answer = await lobby.answer(id)
    await ada.call('DELETE', `/api/channels/lobby/answers/${answer.id}`)
    await lobby.until(() => lobby.answers().every((each) => each.post !== id))
    await ada.call('DELETE', `/api/channels/lobby/posts/${id}`)
    await lobby.until(() => lobby.posts().every((post) => post.id !== id))
    lobby.leave()
  })

  test.each([
    ['PUT', 'posts', { text: 'mine now' }],
    ['DELETE', 'posts', undefined],
  ])('%s of another person’s post is refused', async (method, what, body) => {
    const id = await ada.say('lobby', 'hello')
    const refused = await bob.call(method, `/api/channels/lobby/${what}/${id}`, body)
    expect(refused.status).toBe(400)
    expect(await refused.json()).toEqual({ error: "That message isn't yours." })
  })
})

describe('who sees what', () => {
  test('what is said to the asker only reaches nobody else', async () => {
    const [hers, his] = await Promise.all([ada.enter('study-group'), bob.enter('study-group')])
    const id = await ada.say('study-group', 'what is a task?')
    expect(await hers.answer(id)).toMatchObject({ onlyYou: true })
    const next = await ada.say('study-group', python('print("for all")'))
    await his.answer(next)
    expect(his.answers().filter((each) => each.post === id)).toEqual([])
    expect(JSON.stringify(his.seen)).not.toContain('no Python')
    hers.leave()
    his.leave()
  })

  test('the direct channel is each person’s own', async () => {
    const id = await ada.say('me', python('print("private")'))
    const [hers, his] = await Promise.all([ada.enter('me'), bob.enter('me')])
    const answer = await hers.answer(id)
    await his.until(() => his.seen.length > 0)
    expect(his.posts()).toEqual([])
    const path = `/api/channels/me/answers/${answer.id}/blocks/0`
    expect((await ada.call('GET', path)).status).toBe(200)
    expect((await bob.call('GET', path)).status).toBe(404)
    hers.leave()
    his.leave()
  })

  test('someone who comes later sees what was said before', async () => {
    const id = await ada.say('lobby', python('print("before")'))
    const lobby = await (await visit(site.url, 'Cleo')).enter('lobby')
    expect(text((await lobby.answer(id)).html)).toContain('before')
    lobby.leave()
  })

  test('a browser that comes back is told what it missed, once', async () => {
    const before = await bob.enter('lobby')
    await before.until(() => before.seen.length > 0)
    const kept = await ada.say('lobby', python('print("kept")'))
    const gone = await ada.say('lobby', python('print("gone")'))
    await before.answer(kept)
    await before.answer(gone)
    const mark = before.seen.at(-1)?.mark
    before.leave()
    await ada.call('PUT', `/api/channels/lobby/posts/${kept}`, { text: python('print("anew")') })
    await ada.call('DELETE', `/api/channels/lobby/posts/${gone}`)
    const after = await bob.enter('lobby', mark)
    expect(text((await after.answer(kept)).html)).toContain('anew')
    expect(after.seen[0]).toMatchObject({ reset: false })
    expect(after.seen[0]?.removed).toContain(gone)
    expect(after.posts().map((post) => post.id)).toEqual([kept])
    after.leave()
  })

  test('a browser with a mark of another process starts afresh', async () => {
    const lobby = await bob.enter('lobby', 'other:999')
    await lobby.until(() => lobby.seen.length > 0)
    expect(lobby.seen[0]?.reset).toBe(true)
    lobby.leave()
  })
})

describe('untrusted text', () => {
  let mallory: Visitor
  beforeAll(async () => {
    mallory = await visit(site.url, 'Mallory')
  })

  test.each([
    ['in a message', '<img src=x onerror=alert(1)> <b>bold</b> ![p](https://evil.example/p.png)'],
    ['in a link', '[press](javascript:alert(1)) [data](data:text/html,x)'],
    ['as the name of a block', '```"><script>alert(1)</script>\nx\n```'],
  ])('markup %s has no effect', async (_, said) => {
    const lobby = await mallory.enter('lobby')
    const id = await mallory.say('lobby', said)
    const post = await lobby.until(() => lobby.posts().find((each) => each.id === id))
    expect(post.html).not.toMatch(/<(?:img|b|script)\b|href="(?:javascript|data)/)
    lobby.leave()
  })

  test('markup in output, in a file name, in a host and in an error has no effect', async () => {
    const lobby = await mallory.enter('lobby')
    const evil = '<script>alert(1)</script>'
    const id = await mallory.say(
      'lobby',
      python(
        `print("${evil}")\nopen("a<b>.txt", "w").write("x")\nraise ValueError("${evil} **x**")`,
      ),
    )
    const { html } = await lobby.answer(id)
    expect(html).toContain('&#60;script&#62;')
    expect(html).not.toMatch(/<(?:script|b)\b/)
    expect(html).not.toContain('<strong>x</strong>')
    lobby.leave()
  })

  test('an SVG that a program writes is never shown inside the page', async () => {
    const lobby = await mallory.enter('lobby')
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    const id = await mallory.say('lobby', python(`open("p.svg", "w").write('${svg}')`))
    const { html } = await lobby.answer(id)
    const [, path] = /href="([^"]+)" download="p.svg"/.exec(html) ?? []
    if (!path) throw new Error(`no p.svg in: ${html}`)
    const file = await mallory.call('GET', path)
    expect(html).not.toContain('<svg')
    expect(file.headers.get('content-type')).toBe('application/octet-stream')
    expect(file.headers.get('content-security-policy')).toContain('sandbox')
    lobby.leave()
  })
})

describe('line numbers of a post are those that the advice speaks of', () => {
  const numbers = async (said: string) => {
    const grace = await visit(site.url, 'Grace')
    const lobby = await grace.enter('lobby')
    const id = await grace.say('lobby', said)
    const { html } = await lobby.until(() => lobby.posts().find((each) => each.id === id))
    lobby.leave()
    return [...html.matchAll(/aria-hidden="true">([\d\n]+)</g)].map(([, lines]) => lines)
  }

  test('joined blocks are counted through, with the blank line between them', async () => {
    expect(await numbers(`${python('a = 1\nb = 2')}\nand\n${python('print(a)')}`)).toEqual([
      '1\n2',
      '4',
    ])
  })

  test('output shown between blocks is not counted', async () => {
    const said = `${python('a = 1')}\n\`\`\`\nit printed this\n\`\`\`\n${python('print(a)')}`
    expect(await numbers(said)).toEqual(['1', '3'])
  })

  test.each([
    ['files of their own', `\`a.py\`\n${python('x = 1')}\n${python('import a')}`],
    ['a transcript', python('>>> x = 1\n>>> x\n1')],
  ])('%s are not', async (_, said) => {
    expect(await numbers(said)).toEqual([])
  })
})

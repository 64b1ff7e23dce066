/** What people do who want the page to be of no use to others. Programs are only sent: they run in the jail. */
import type { Visitor } from '../web/visitor.ts'

/** Gives the status of what was tried. */
type Act = (visitor: Visitor, turn: number) => Promise<number>

const HUNGRY: readonly string[] = [
  'import time\ntime.sleep(60)',
  'while True: pass',
  'import os\nwhile True:\n    try: os.fork()\n    except OSError: pass',
  'held = []\nwhile True: held.append(bytearray(1 << 20))',
  "while True: print('x' * 1000)",
  'import threading\nfor _ in range(100): threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()',
  // A long story: threads that come and go.
  `import threading, time
def flicker():
    for _ in range(200):
        time.sleep(0.011)
        sum(range(40_000))
for _ in range(110): threading.Thread(target=flicker).start()`,
  `with open('big.txt', 'w') as file: file.write('x' * 5_000_000)
print('y' * 3_900_000)`,
]

const RACE = `/race
\`\`\`python
import time
def work(n):
    time.sleep(0.4)
    return sum(range(n))
for n in range(20):
    print(work(1_000_000))
\`\`\``

/** What one parser or another takes long for. */
const TANGLED: readonly string[] = [
  `${'\\\n'.repeat(120_000)}x`,
  `${'|'.repeat(120_000)}\n${'|-'.repeat(60_000)}`,
  `x${' '.repeat(131_072)}y`,
  `${'\\\n'.repeat(4_000)}x`,
  `${'|'.repeat(4_000)}\n${'|-'.repeat(2_000)}`,
  '['.repeat(100_000),
  '('.repeat(20_000) + ')'.repeat(20_000),
  'x=1\n'.repeat(60_000),
  '*a_ '.repeat(60_000),
  '`'.repeat(100_000),
  '> '.repeat(60_000),
  `\`\`\`python\n${'f"{'.repeat(20_000)}\n\`\`\``,
]

const MIB = 2 ** 20

/** All of them go on side by side for each identity, each in a loop. */
export const ACTS: Readonly<Record<string, Act>> = {
  runs: (visitor, turn) => post(visitor, ROOMS[turn % 2], at(HUNGRY, turn), { run: true }),
  races: (visitor) => post(visitor, 'me', RACE),
  tangledRuns: (visitor, turn) => post(visitor, 'lobby', at(TANGLED, turn), { run: true }),
  tangledPosts: (visitor, turn) => post(visitor, 'study-group', at(TANGLED, turn)),
  attachments: (visitor, turn) =>
    post(visitor, 'lobby', 'look', { file: new File([new Uint8Array(5 * MIB)], `${turn}.bin`) }),
  tangledFiles: (visitor, turn) =>
    post(visitor, 'lobby', 'look', { file: new File([at(TANGLED, turn)], 'main.py') }),
  async edits(visitor, turn) {
    const posted = await send(visitor, 'lobby', 'print(1)')
    if (posted.status !== 201) return posted.status
    const { id } = (await posted.json()) as { id: string }
    const path = `/api/channels/lobby/posts/${id}`
    return status(await visitor.call('PUT', path, { text: at([...HUNGRY, ...TANGLED], turn) }))
  },
  async suggestions(visitor, turn) {
    const text = `/lesson ${['-', '(', 'x ', '"'][turn % 4]?.repeat(4_000)}`
    const path = `/api/channels/me/suggestions?text=${encodeURIComponent(text)}`
    return status(await visitor.call('GET', path))
  },
  async heads(visitor) {
    return status(await visitor.call('HEAD', '/api/channels/lobby/events'))
  },
  /** Held open, and never read, as long as `attackers.ts` lets it. */
  async streams(visitor) {
    return (await visitor.call('GET', '/api/channels/lobby/events')).status
  },
  async tokens(visitor, turn) {
    return status(await visitor.call('POST', '/login', form({ token: `wrong ${turn}` })))
  },
}

const ROOMS = ['me', 'lobby'] as const

function at(texts: readonly string[], turn: number): string {
  return texts[turn % texts.length] ?? ''
}

async function post(
  visitor: Visitor,
  room: string = 'me',
  text: string = '',
  more: { run?: boolean; file?: File } = {},
): Promise<number> {
  return status(await send(visitor, room, text, more))
}

function send(
  visitor: Visitor,
  room: string,
  text: string,
  { run, file }: { run?: boolean; file?: File } = {},
): Promise<Response> {
  const body = form({ text, ...(run ? { run: 'true' } : {}), ...(file ? { file } : {}) })
  return visitor.call('POST', `/api/channels/${room}/posts`, body)
}

function form(fields: Readonly<Record<string, string | File>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}

async function status(response: Response): Promise<number> {
  await response.arrayBuffer()
  return response.status
}

/** A server that speaks OpenAI's chat completions, says what a test has it say, and refuses what the real one would. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { z } from 'zod'

/** What is sent, in its order. */
export type Step =
  | Readonly<{ say: string }>
  | Readonly<{ call: string; with: unknown }>
  /** The next step comes when this is done. */
  | Readonly<{ wait: Promise<unknown> }>
  /** As it stands, in the place of an event. */
  | Readonly<{ raw: string }>
  /** The connection ends here. */
  | 'break off'
  /** Nothing more comes, and the connection stays open. */
  | 'stall'
  /** The stream ends in order, and nothing says why. */
  | 'end'

export type Reply =
  | readonly Step[]
  | Readonly<{ status: number; body?: string; headers?: Readonly<Record<string, string>> }>

const call = z.strictObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
})
const message = z.discriminatedUnion('role', [
  z.strictObject({ role: z.literal('system'), content: z.string().min(1) }),
  z.strictObject({ role: z.literal('user'), content: z.string().min(1) }),
  z.strictObject({
    role: z.literal('assistant'),
    content: z.string(),
    tool_calls: z.array(call).min(1).optional(),
  }),
  z.strictObject({ role: z.literal('tool'), tool_call_id: z.string(), content: z.string() }),
])
const requestSchema = z
  .strictObject({
    model: z.string().min(1),
    messages: z.array(message).min(1),
    tools: z
      .array(
        z.strictObject({
          type: z.literal('function'),
          function: z.strictObject({
            name: z.string().regex(/^[\w-]{1,64}$/),
            description: z.string(),
            parameters: z.looseObject({ type: z.literal('object') }),
          }),
        }),
      )
      .min(1)
      .optional(),
    temperature: z.number().min(0).max(2).optional(),
    max_completion_tokens: z.int().min(1).optional(),
    /** The older name. */
    max_tokens: z.int().min(1).optional(),
    stream: z.literal(true),
    stream_options: z.strictObject({ include_usage: z.literal(true) }).optional(),
    store: z.literal(false).optional(),
  })
  .refine(
    (body) => (body.max_tokens === undefined) !== (body.max_completion_tokens === undefined),
    'an answer needs one bound',
  )
  .refine(({ messages }) => areAnswered(messages), 'each tool call needs its answer, and no other')

export type ModelRequest = z.infer<typeof requestSchema>

/** Each call is answered before anything else is said. */
function areAnswered(messages: readonly z.infer<typeof message>[]): boolean {
  let open: string[] = []
  for (const each of messages) {
    if (each.role === 'tool') {
      if (!open.includes(each.tool_call_id)) return false
      open = open.filter((id) => id !== each.tool_call_id)
    } else if (open.length > 0) return false
    if (each.role === 'assistant') open = (each.tool_calls ?? []).map(({ id }) => id)
  }
  return open.length === 0
}

export const KEY = 'sk-secret-of-the-tests'

/** `next` is asked for a reply to each request that is in order. */
export async function modelServer() {
  const requests: ModelRequest[] = []
  /** Requests of any kind, refused ones too. */
  let tries = 0
  let saidAt = 0
  let next: (request: ModelRequest, at: number) => Reply = () => [{ say: 'Hello.' }]
  let closed = Promise.withResolvers<void>()

  const server = createServer(async (request, response) => {
    tries += 1
    response.on('close', () => {
      if (!response.writableFinished) closed.resolve()
    })
    const refusal = await refused(request)
    if (typeof refusal === 'string') return refuse(response, 400, refusal)
    requests.push(refusal)
    const reply = next(refusal, requests.length)
    if ('status' in reply) {
      response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers })
      response.end(reply.body ?? JSON.stringify({ error: { message: `${KEY} is not welcome` } }))
    } else {
      await stream(response, reply, () => {
        saidAt ||= performance.now()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    requests,
    tries: () => tries,
    /** When the first words of a reply were sent, as `performance.now()` has it. */
    saidAt: () => saidAt,
    /** What it says from now on; what it heard before is forgotten. */
    says(reply: typeof next | Reply): void {
      next = typeof reply === 'function' ? reply : () => reply
      requests.length = 0
      tries = 0
      saidAt = 0
      closed = Promise.withResolvers()
    },
    /** The client has left in the middle of a reply. */
    left: () => closed.promise,
    async close(): Promise<void> {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The request, or what is wrong with it. */
async function refused(request: IncomingMessage): Promise<ModelRequest | string> {
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return 'no such address'
  if (request.headers.authorization !== `Bearer ${KEY}`) return 'wrong key'
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const parsed = requestSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString()))
  return parsed.success ? parsed.data : z.prettifyError(parsed.error)
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message } }))
}

async function stream(
  response: ServerResponse,
  steps: readonly Step[],
  onSaid: () => void,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (choices: unknown, more: object = {}) =>
    response.write(`data: ${JSON.stringify({ ...CHUNK, choices, ...more })}\n\n`)
  const delta = (delta: unknown, finish: string | null = null) =>
    send([{ index: 0, delta, finish_reason: finish }])
  delta({ role: 'assistant', content: '' })
  let calls = 0
  for (const step of steps) {
    if (step === 'stall') return
    if (step === 'end') {
      response.end()
      return
    }
    if (step === 'break off') {
      // What was said before has to be on its way.
      response.write(': bye\n\n', () => response.destroy())
      return
    }
    if ('wait' in step) await step.wait
    else if ('raw' in step) response.write(step.raw)
    else if ('say' in step) {
      onSaid()
      delta({ content: step.say })
    } else {
      const text = typeof step.with === 'string' ? step.with : JSON.stringify(step.with)
      const index = calls++
      // As the real one does it: the name first, then the arguments in pieces.
      delta({
        tool_calls: [
          {
            index,
            id: `call_${index}`,
            type: 'function',
            function: { name: step.call, arguments: '' },
          },
        ],
      })
      for (const part of text.match(/[\s\S]{1,7}/g) ?? []) {
        delta({ tool_calls: [{ index, function: { arguments: part } }] })
      }
    }
  }
  delta({}, calls > 0 ? 'tool_calls' : 'stop')
  send([], { usage: USAGE })
  response.end('data: [DONE]\n\n')
}

const CHUNK = { id: 'c1', object: 'chat.completion.chunk', created: 1, model: 'stand-in' } as const
export const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 } as const

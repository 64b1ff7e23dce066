/** Many people at their pages, who take part in a quiz of the group. */
import { setTimeout } from 'node:timers/promises'
import type { AnswerView } from '../../adapters/web/wire.ts'
import { readHtml } from '../scenarios/html.ts'
import { type Visitor, visit } from './visitor.ts'

const CHANNEL = 'study-group'

export type Crowded = Awaited<ReturnType<typeof sitDown>>

/** Opens the page for somebody. */
export async function sitDown(url: string, name: string) {
  const visitor = await visit(url, name)
  let room = await visitor.enter(CHANNEL)

  /** The message of the tutor to all that fits, now or after a while. */
  function sees(fits: (view: AnswerView) => boolean): Promise<AnswerView> {
    return room.until(() => room.answers().find((each) => each.post === null && fits(each)))
  }

  /** What only they see below a message. */
  function told({ id }: AnswerView, fits: (view: AnswerView) => boolean): Promise<AnswerView> {
    return room.until(() => room.answers().find((each) => each.post === id && fits(each)))
  }

  /** Presses option number `option` of a question, from 0; where there is a form, sends it. */
  async function choose(question: AnswerView, option: number): Promise<Response> {
    return act(visitor, question, optionOf(question, option))
  }

  async function press(view: AnswerView, label: string): Promise<Response> {
    const control = readHtml(view.html).controls.find((each) => each.label === label)
    if (!control) throw new Error(`no button ${label}`)
    return act(visitor, view, control)
  }

  return {
    name,
    visitor,
    sees,
    told,
    choose,
    press,
    say: (text: string) => visitor.say(CHANNEL, text),
    /** An answer to a post that has this text. */
    answered: (text: string) =>
      room.until(() =>
        room.answers().find(({ post, html }) => post !== null && html.includes(text)),
      ),
    answers: () => room.answers(),
    leave: () => room.leave(),
    /** After the server has been away. */
    async comeBack(): Promise<void> {
      room.leave()
      room = await visitor.enter(CHANNEL)
    },
  }
}

function act(visitor: Visitor, { id }: AnswerView, body: object): Promise<Response> {
  return visitor.call('POST', `/api/channels/${CHANNEL}/answers/${id}/act`, body)
}

function optionOf({ html }: AnswerView, option: number): object {
  const { controls, forms } = readHtml(html)
  const [form] = forms
  if (form) return { block: form.block, fields: { answer: `${(option % 2) + 1}` } }
  const block = controls[0]?.block
  const options = controls.filter((each) => each.block === block)
  const control = options[option % options.length]
  if (!control) throw new Error(`no options in ${html}`)
  return { block: control.block, choice: control.choice }
}

/** A few at a time, as people come through a door. */
export async function sitAllDown(url: string, number: number): Promise<readonly Crowded[]> {
  const people: Crowded[] = []
  while (people.length < number) {
    const names = Array.from({ length: Math.min(50, number - people.length) }, (_, n) => n)
    people.push(...(await Promise.all(names.map((n) => sitDown(url, `P${people.length + n}`)))))
  }
  return people
}

/** Each presses once within `withinMs`; gives how long each waited for the confirmation, ms. */
export async function answerAll(
  people: readonly Crowded[],
  withinMs: number,
): Promise<readonly number[]> {
  return Promise.all(
    people.map(async (person, index) => {
      const question = await person.sees(isQuestion)
      await setTimeout((withinMs * index) / people.length)
      const began = performance.now()
      await person.choose(question, index)
      await person.told(question, ({ html }) => html.includes('Answer locked in.'))
      return performance.now() - began
    }),
  )
}

/** One that takes answers. */
export function isQuestion({ html, notice }: AnswerView): boolean {
  return /^Question \d+ of \d+$/.test(notice) && !/paused|skipped/.test(html)
}

/** Answers small talk without a search. */
import type { Message } from '../../core/message.ts'

const WHAT_I_DO =
  'Ask me about concurrent Python: asyncio, threads, processes, and when none of them helps. ' +
  'Put a program between two lines of three backticks and I run it; `/help` says what else I can do.'

/** The first pattern that matches the whole text wins. */
const TALK: readonly Readonly<{ said: RegExp; answer: string }>[] = [
  {
    said: /^(?:hi|hello|hey|hallo|hey there|hi there|good (?:morning|afternoon|evening)|moin|yo|greetings)(?: (?:all|everyone|bot|overlap|there))?$/,
    answer: `Hello. ${WHAT_I_DO}`,
  },
  {
    said: /^(?:ok |great |cool |perfect |nice )?(?:thanks?|thank you|thx|ty|cheers)(?: (?:a lot|so much|very much|you|bot|overlap|man|again))*$/,
    answer: 'You are welcome.',
  },
  {
    said: /^(?:ok|okay|k|cool|great|nice|perfect|got it|i see|understood|makes sense|good|yes|no|lol|haha)(?: (?:ok|cool|now|bot|it))*$/,
    answer: 'Good. Ask on whenever you like.',
  },
  {
    said: /^(?:bye|goodbye|see you|cu|good night)(?: (?:all|everyone|bot|overlap|later))*$/,
    answer: 'See you.',
  },
  {
    said: /^(?:who|what) are you$|^whats? (?:is )?your name$|^what (?:can|do) you do$|^help(?: me)?(?: please)?$/,
    answer: `I am Overlap, a tutor for concurrent Python. ${WHAT_I_DO}`,
  },
  {
    said: /^(?:it|this|my (?:code|program|script)) (?:still )?(?:does ?nt|do ?nt|wo ?nt|is ?nt|is not|does not|will not) (?:work|working|run|running)(?: why| help| please| at all| anymore)*$/,
    answer:
      'Show me the program: put it between two lines of three backticks, and say what it should do. I run it and look at what it does.',
  },
]

/** The answer to small talk; null if the text is something else. */
export function smallTalk(text: string): Message | null {
  const plain = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
  const found = TALK.find(({ said }) => said.test(plain))
  if (!found) return null
  return {
    blocks: [{ kind: 'markdown', text: found.answer }],
    notice: found.answer,
    audience: 'asker',
    done: true,
  }
}

/** Says that nothing was found and what the person can do instead. */
export const NOTHING_FOUND = `I found nothing about that in my lessons. ${WHAT_I_DO}`

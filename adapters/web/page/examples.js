/** Example programs, one click each. */
import { byId } from './dom.js'

const EXAMPLES = [
  {
    title: 'Three waits with async',
    about: 'Do the waits overlap?',
    code: `import asyncio

async def make(drink, seconds):
    await asyncio.sleep(seconds)
    print(drink, "is ready")

async def main():
    await make("tea", 1.0)
    await make("coffee", 0.8)
    await make("cocoa", 0.6)

asyncio.run(main())`,
  },
  {
    title: 'Requests in a row',
    about: 'Five pages, one after another',
    code: `import requests

urls = [f"https://httpbin.org/delay/1?page={n}" for n in range(5)]

for url in urls:
    response = requests.get(url)
    print(url, response.status_code)`,
  },
  {
    title: 'Counting primes',
    about: 'All computing, no waiting',
    code: `def count_primes(limit):
    return sum(all(n % d for d in range(2, int(n ** 0.5) + 1)) for n in range(2, limit))

for limit in (60_000, 60_000, 60_000, 60_000):
    print(limit, count_primes(limit))`,
  },
]

/**
 * Lists the example programs as buttons that send them.
 *
 * @param {(text: string) => Promise<unknown>} send
 */
export function showExamples(send) {
  const list = byId('examples', HTMLElement)
  for (const { title, about, code } of EXAMPLES) {
    const button = document.createElement('button')
    button.type = 'button'
    const strong = document.createElement('strong')
    strong.textContent = title
    const small = document.createElement('small')
    small.textContent = about
    button.append(strong, small)
    button.addEventListener('click', async () => {
      button.disabled = true
      await send(`\`\`\`python\n${code}\n\`\`\``)
      button.disabled = false
    })
    const item = document.createElement('li')
    item.append(button)
    list.append(item)
  }
}

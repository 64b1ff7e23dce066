/** Puts the page together. */
/** @import { ChannelInfo } from '../wire.ts' */
import { channel } from './api.js'
import './commands.js'
import { startComposer } from './composer.js'
import { byId, within } from './dom.js'
import { showExamples } from './examples.js'
import { startLog } from './log.js'
import { askName, me, showName } from './person.js'

const here = me.channels.find(({ name }) => name === channel)
if (!here) throw new Error(`there is no channel ${channel}`)
document.title = `${here.title} – Overlap`
byId('channel-title', HTMLElement).textContent = label(here)
byId('channel-topic', HTMLElement).textContent = here.topic
byId('desk', HTMLElement).hidden = !me.admin

for (const each of me.channels) {
  const link = document.createElement('a')
  link.href = `/c/${each.name}`
  const sign = document.createElement('span')
  sign.className = 'sign'
  sign.textContent = each.direct ? '' : '# '
  link.append(sign, each.title)
  if (each.name === channel) link.setAttribute('aria-current', 'page')
  const item = document.createElement('li')
  item.append(link)
  byId('channels', HTMLElement).append(item)
}
// A phone shows only some of them.
within(document, '#channels [aria-current]', HTMLElement).scrollIntoView({ block: 'nearest' })

showName()
const composer = startComposer()
showExamples(composer.send)
startLog({ onEditLast: composer.onEditLast, rescue: composer.add })
if (me.name === null) askName().then(composer.focus)
else composer.focus()

/** @param {Pick<ChannelInfo, 'title' | 'direct'>} channel */
function label({ title, direct }) {
  return direct ? title : `# ${title}`
}

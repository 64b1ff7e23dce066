/** Puts the page together. */
import { channel } from './api.js'
import './commands.js'
import { startComposer } from './composer.js'
import { showExamples } from './examples.js'
import { startLog } from './log.js'
import { askName, me, showName } from './person.js'

const here = me.channels.find(({ name }) => name === channel)
document.title = `${here.title} – Overlap`
document.getElementById('channel-title').textContent = label(here)
document.getElementById('channel-topic').textContent = here.topic
document.getElementById('desk').hidden = !me.admin

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
  document.getElementById('channels').append(item)
}
// A phone shows some of them only.
document.querySelector('#channels [aria-current]').scrollIntoView({ block: 'nearest' })

showName()
const composer = startComposer()
showExamples(composer.send)
startLog({ onEditLast: composer.onEditLast, rescue: composer.add })
if (me.name === null) askName().then(composer.focus)
else composer.focus()

function label({ title, direct }) {
  return direct ? title : `# ${title}`
}

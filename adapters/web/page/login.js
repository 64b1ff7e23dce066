/** Says whether the token was wrong, and forwards people who are logged in already. */
import { byId, within } from './dom.js'

const asked = new URLSearchParams(location.search)

byId('wrong', HTMLElement).hidden = !asked.has('wrong')

if (asked.has('admin')) {
  document.title = 'Overlap: log in as an admin'
  byId('title', HTMLElement).textContent = 'Log in as an admin'
  within(document, 'form', HTMLFormElement).action = '/login?admin'
}

// When following a link from another site, a browser leaves out the session cookie; a call from
// this page includes it.
const me = await fetch('/api/me').then((response) => (response.ok ? response.json() : null))
if (me && (me.admin || !asked.has('admin'))) location.replace(asked.has('admin') ? '/admin' : '/')

/** Dark or light: follows the system until the person chooses. Runs before the first paint. */
const chosen = localStorage.getItem('theme')
if (chosen) document.documentElement.dataset.theme = chosen

addEventListener('click', (event) => {
  if (!(event.target instanceof Element && event.target.closest('#theme'))) return
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  const now = document.documentElement.dataset.theme ?? system
  const next = now === 'dark' ? 'light' : 'dark'
  document.documentElement.dataset.theme = next
  localStorage.setItem('theme', next)
})

// Runs before the first paint, so that nobody who works at night sees a white flash.
;(() => {
  let wanted = null
  try {
    wanted = localStorage.getItem('dartwing-color-scheme')
  } catch {
    // Storage may be closed to us; the system's scheme is a good answer.
  }
  const scheme =
    wanted === 'light' || wanted === 'dark'
      ? wanted
      : matchMedia('(prefers-color-scheme: dark)').matches
        ? 'dark'
        : 'light'
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
})()

/** The yardstick: as many rows or radios as the product shows, without anything behind them. */
import type { Page } from '@playwright/test'

/** Rows of plain text; a key moves a mark from one to the next. */
export async function bareRows(page: Page, rows: number): Promise<void> {
  await page.setContent('<main id="bare" tabindex="0"></main>')
  await page.evaluate((count) => {
    const main = document.querySelector<HTMLElement>('#bare')
    if (main === null) return
    for (let index = 0; index < count; index += 1) {
      const row = document.createElement('div')
      row.innerHTML =
        '<b>Two versions</b><p>Boiler in house</p><p>Dana Ruiz changed the priority to High.</p>'
      main.append(row)
    }
    let active = 0
    main.addEventListener('keydown', () => {
      main.children[active % count]?.removeAttribute('data-active')
      active += 1
      main.children[active % count]?.setAttribute('data-active', '')
    })
    const style = document.createElement('style')
    style.textContent = '[data-active] { outline: 2px solid }'
    document.head.append(style)
    main.focus()
  }, rows)
}

/** Groups of three radios. */
export async function bareRadios(page: Page, groups: number): Promise<void> {
  await page.setContent('<main id="bare"></main>')
  await page.evaluate((count) => {
    const main = document.querySelector<HTMLElement>('#bare')
    for (let index = 0; index < count; index += 1) {
      const group = document.createElement('fieldset')
      const options = ['server', 'device', 'before'].map(
        (side) => `<label><input type="radio" name="g${index}"> ${side} ${index}</label>`,
      )
      group.innerHTML = `<legend>Field ${index}</legend>${options.join('')}`
      main?.append(group)
    }
  }, groups)
}

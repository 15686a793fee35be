import { t } from '@lingui/core/macro'
import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

/** Warm paper and ink by day, deep pine by night; the brand stays clear of the two sides' blue and orange. */
const pine: MantineColorsTuple = [
  '#e9f5f1',
  '#d2eae3',
  '#a6d5c8',
  '#77bfad',
  '#52ab96',
  '#43a08a',
  '#2b8573',
  '#1f6d5f',
  '#155a4e',
  '#0d443b',
]
const server: MantineColorsTuple = [
  '#ecf3fe',
  '#d8e6fc',
  '#b0cdf8',
  '#86b2f3',
  '#6ea3f2',
  '#6aa0f2',
  '#2f6fd0',
  '#255cb0',
  '#1b4a92',
  '#133771',
]
const device: MantineColorsTuple = [
  '#fdf2e7',
  '#fbe3cb',
  '#f5c797',
  '#efab64',
  '#ec9a45',
  '#e99642',
  '#b95c10',
  '#9c4c0b',
  '#7f3d08',
  '#612e05',
]
const own: MantineColorsTuple = [
  '#f4f0fd',
  '#e6dcfa',
  '#ccbaf4',
  '#b196ed',
  '#a688ea',
  '#a488ea',
  '#704ccb',
  '#5f3fb0',
  '#4f3396',
  '#3c2675',
]
const alarm: MantineColorsTuple = [
  '#fdefee',
  '#fadad8',
  '#f3b1ad',
  '#ec867f',
  '#e8766e',
  '#ef8078',
  '#c0392f',
  '#a32d25',
  '#8a241d',
  '#6b1a15',
]
const gray: MantineColorsTuple = [
  '#fbfaf7',
  '#f6f4ef',
  '#ece9e2',
  '#deDAd1',
  '#c9c4b9',
  '#a19b8f',
  '#686359',
  '#545047',
  '#3a3731',
  '#22201c',
]
const dark: MantineColorsTuple = [
  '#e3e8e5',
  '#c0c9c5',
  '#9dA9a4',
  '#6f7b76',
  '#38423e',
  '#2b3431',
  '#1e2624',
  '#161d1b',
  '#101514',
  '#0b0f0e',
]

/** Text on the brand colour follows the scheme; the default takes the light scheme's shade for both. */
const onBrand: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  const isBrand = input.color === undefined || input.color === 'pine'
  return input.variant === 'filled' && isBrand
    ? { ...colors, color: 'var(--mantine-primary-color-contrast)' }
    : colors
}

export const theme = createTheme({
  variantColorResolver: onBrand,
  primaryColor: 'pine',
  primaryShade: { light: 8, dark: 5 },
  autoContrast: true,
  luminanceThreshold: 0.179,
  colors: { pine, server, device, own, alarm, gray, dark },
  white: '#ffffff',
  black: '#1d1b17',
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  fontFamily:
    'Inter, "Inter Variable", "Segoe UI Variable Text", "Segoe UI", -apple-system, BlinkMacSystemFont, "Noto Sans", system-ui, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, "Noto Sans Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '650',
    textWrap: 'pretty',
    sizes: {
      h1: { fontSize: '1.3125rem', lineHeight: '1.3' },
      h2: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
      h4: { fontSize: '0.8125rem', lineHeight: '1.4' },
      h5: { fontSize: '0.8125rem', lineHeight: '1.4' },
      h6: { fontSize: '0.8125rem', lineHeight: '1.4' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    InputWrapper: { classNames: { label: 'app-label' } },
    Button: { defaultProps: { size: 'sm' } },
    Notification: { defaultProps: () => ({ closeButtonProps: { 'aria-label': t`Close this message` } }) },
    Modal: {
      classNames: { header: 'app-modal', content: 'app-modal', title: 'app-modal-title' },
      defaultProps: {
        radius: 'lg',
        overlayProps: { backgroundOpacity: 0.45, blur: 2 },
        // The line above a dialog is not the banner of the page.
        attributes: { header: { role: 'presentation' } },
      },
    },
  },
})

const LIGHT = {
  '--mantine-color-error': alarm[7],
  '--mantine-color-body': gray[1],
  '--mantine-color-dimmed': gray[6],
  '--mantine-color-placeholder': gray[6],
  '--app-surface': '#ffffff',
  '--app-sunken': gray[1],
  '--app-raised': gray[0],
  '--app-line': '#e4e0d7',
  '--app-line-strong': '#8f897d',
  '--app-ink': '#1d1b17',
  '--app-ink-soft': gray[6],
  '--app-brand': pine[8],
  '--app-brand-soft': pine[0],
  '--app-shadow': '0 1px 2px rgb(29 27 23 / 5%), 0 8px 24px -12px rgb(29 27 23 / 14%)',
  '--server': server[7],
  '--server-soft': server[0],
  '--server-line': server[2],
  '--device': device[7],
  '--device-soft': device[0],
  '--device-line': device[2],
  '--before': gray[6],
  '--before-soft': gray[1],
  '--before-line': gray[3],
  '--own': own[7],
  '--own-soft': own[0],
  '--own-line': own[2],
  '--alarm': alarm[7],
  '--alarm-soft': alarm[0],
  '--alarm-line': alarm[2],
}

const DARK = {
  '--mantine-color-error': alarm[3],
  // Dark text stays readable under the pointer only where the button gets lighter.
  '--mantine-color-pine-filled-hover': pine[4],
  '--mantine-color-body': dark[8],
  '--mantine-color-text': dark[0],
  '--mantine-color-dimmed': dark[2],
  '--mantine-color-placeholder': dark[2],
  '--app-surface': dark[7],
  '--app-sunken': dark[8],
  '--app-raised': dark[6],
  '--app-line': dark[5],
  '--app-line-strong': '#7d8a85',
  '--app-ink': dark[0],
  '--app-ink-soft': dark[2],
  '--app-brand': pine[3],
  '--app-brand-soft': '#15302b',
  '--app-shadow': '0 1px 2px rgb(0 0 0 / 30%), 0 12px 28px -14px rgb(0 0 0 / 60%)',
  '--server': server[3],
  '--server-soft': '#152338',
  '--server-line': '#2c4a77',
  '--device': device[3],
  '--device-soft': '#2e2011',
  '--device-line': '#6b4719',
  '--before': dark[2],
  '--before-soft': dark[6],
  '--before-line': dark[4],
  '--own': own[3],
  '--own-soft': '#241b3a',
  '--own-line': '#4d3a7d',
  '--alarm': alarm[3],
  '--alarm-soft': '#351a18',
  '--alarm-line': '#74332e',
}

const MEASURES = {
  '--app-header': '3.25rem',
  '--app-touch': '3rem',
  '--app-radius': '12px',
}

/** The tokens the style sheets speak: surfaces, lines, ink, and one colour family per side. */
export const tokens: CSSVariablesResolver = () => ({ variables: MEASURES, light: LIGHT, dark: DARK })

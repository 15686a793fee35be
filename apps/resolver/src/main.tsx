import '@mantine/core/styles.layer.css'
import './app/global.css'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Providers } from './app/providers.tsx'
import { router } from './app/router.tsx'
import { preferredLanguage, speak } from './lib/language/language.ts'
import { watchMissingParts } from './lib/offline/new-version.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('The page has no root element.')

watchMissingParts()
await speak(preferredLanguage())

createRoot(root).render(
  <StrictMode>
    <Providers>
      <RouterProvider router={router} />
    </Providers>
  </StrictMode>,
)

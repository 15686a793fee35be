import { lazy } from 'react'

/** Fetched only where a file is: most records have none. */
export const StoredFile = lazy(() =>
  import('./stored-file.tsx').then((module) => ({ default: module.StoredFile })),
)
export const StoredPicture = lazy(() =>
  import('./stored-picture.tsx').then((module) => ({ default: module.StoredPicture })),
)

import { IconPaperclip } from '@tabler/icons-react'
import { Suspense } from 'react'
import type { NamedFile } from '../value/value-text.ts'
import classes from './files.module.css'
import { StoredFile } from './lazy-file.tsx'

/** What a file is called, and where the server has it, the file. */
export function FileLine({ file: { name, detail, file } }: { file: NamedFile }) {
  return (
    <span className={classes.line}>
      <span className={classes.name}>
        <IconPaperclip size={14} aria-hidden />
        <span dir="auto">
          {name}
          {detail === '' ? null : <span className={classes.detail}>{detail}</span>}
        </span>
      </span>
      {file === null ? null : (
        <Suspense fallback={null}>
          <StoredFile file={file} name={name} />
        </Suspense>
      )}
    </span>
  )
}

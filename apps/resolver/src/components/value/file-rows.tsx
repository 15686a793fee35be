import { IconPaperclip } from '@tabler/icons-react'
import classes from './value.module.css'
import type { NamedFile } from './value-text.ts'

export function FileRows({ files }: { files: readonly NamedFile[] }) {
  return (
    <ul className={classes.rows}>
      {files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may have the same name, and the list is never reordered
        <li key={`${file.name}-${index}`} className={`${classes.row} ${classes.file}`}>
          <IconPaperclip size={14} aria-hidden />
          <span>
            {file.name}
            {file.detail === '' ? null : <span className={classes.second}>{file.detail}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

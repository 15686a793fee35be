import { FileLine } from '../files/file-line.tsx'
import classes from './value.module.css'
import type { NamedFile } from './value-text.ts'

export function FileRows({ files }: { files: readonly NamedFile[] }) {
  return (
    <ul className={classes.rows}>
      {files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may have the same name, and the list is never reordered
        <li key={`${file.name}-${index}`} className={classes.row}>
          <FileLine file={file} />
        </li>
      ))}
    </ul>
  )
}

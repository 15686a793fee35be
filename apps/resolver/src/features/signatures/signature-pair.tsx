import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, SegmentedControl, Skeleton, VisuallyHidden } from '@mantine/core'
import { IconArrowsLeftRight, IconPrinter, IconRefresh, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { type KeyboardEvent, lazy, Suspense, useState } from 'react'
import { usePicture } from '../../components/files/use-picture.ts'
import { SideLabel } from '../../components/side/side-label.tsx'
import { SIDES } from '../../components/side/sides.ts'
import classes from './signature-pair.module.css'
import type { SignedParty } from './signature-parties.ts'

const WipeView = lazy(() => import('./wipe-view.tsx').then((module) => ({ default: module.WipeView })))

interface SignaturePairProps {
  readonly parties: readonly [SignedParty, SignedParty]
  /** A picture is on the screen. */
  readonly onShown: (picture: string) => void
}

const ZOOMS = [1, 1.5, 2, 3] as const

/** Both pictures at the same scale. */
export function SignaturePair({ parties, onShown }: SignaturePairProps) {
  const { t } = useLingui()
  const [mode, setMode] = useState('side')
  const [zoom, setZoom] = useState(0)
  const [swapped, setSwapped] = useState(false)
  const both = parties.every(({ picture }) => picture !== null)
  const step = (by: number): void => setZoom((now) => Math.min(ZOOMS.length - 1, Math.max(0, now + by)))
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === '+' || event.key === '=') step(1)
    else if (event.key === '-') step(-1)
    else if (event.key === '0') setZoom(0)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys beside the buttons, for whoever is in here
    <div className={classes.pair} data-zoom={ZOOMS[zoom]} onKeyDown={onKeyDown}>
      <Tools
        mode={mode}
        zoom={zoom}
        choice={both}
        onMode={setMode}
        onZoom={step}
        onSwap={() => setSwapped(!swapped)}
      />
      <Views
        mode={both ? mode : 'side'}
        parties={swapped ? [parties[1], parties[0]] : parties}
        onShown={onShown}
      />
      {both ? null : (
        <p className={classes.note}>
          <Trans>Only one side has a signature. It can be taken as it is, or a new one asked for.</Trans>
        </p>
      )}
      <VisuallyHidden role="status">
        {zoom === 0 ? '' : t`Enlarged to ${percent(zoom)} percent`}
      </VisuallyHidden>
    </div>
  )
}

function percent(zoom: number): number {
  return Math.round((ZOOMS[zoom] ?? 1) * 100)
}

/** The first lies on the left, or below; swapping turns them round, and nothing else. */
function Views({ mode, parties, onShown }: SignaturePairProps & { readonly mode: string }) {
  const { t } = useLingui()
  const [first, second] = parties
  if (mode === 'wipe') {
    return (
      <Suspense fallback={<div className={classes.stage} />}>
        <WipeView parties={parties} />
      </Suspense>
    )
  }
  if (mode === 'overlay') {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      <section className={classes.stage} aria-label={t`Both signatures over each other`} tabIndex={0}>
        <Picture party={first} onShown={onShown} />
        <div className={classes.above}>
          <Picture party={second} onShown={onShown} />
        </div>
      </section>
    )
  }
  return (
    <div className={classes.sides}>
      {parties.map((party) => (
        <div key={party.side} className={classes.side} data-tone={SIDES[party.side].tone}>
          <SideLabel side={party.side} />
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className={classes.stage} aria-label={SIDES[party.side].label} tabIndex={0}>
            <Picture party={party} onShown={onShown} />
          </section>
        </div>
      ))}
    </div>
  )
}

interface ToolsProps {
  readonly mode: string
  readonly zoom: number
  /** Two pictures to compare, and so a choice of how. */
  readonly choice: boolean
  readonly onMode: (mode: string) => void
  readonly onZoom: (by: number) => void
  readonly onSwap: () => void
}

function Tools({ mode, zoom, choice, onMode, onZoom, onSwap }: ToolsProps) {
  const { t } = useLingui()
  return (
    <div className={classes.tools}>
      {choice ? (
        <div className={classes.how}>
          <SegmentedControl
            aria-label={t`How to compare`}
            size="sm"
            value={mode}
            onChange={onMode}
            data={[
              { value: 'side', label: t`Side by side` },
              { value: 'wipe', label: t`Wipe` },
              { value: 'overlay', label: t`Overlay` },
            ]}
          />
          <ActionIcon variant="default" size="lg" aria-label={t`Swap the two signatures`} onClick={onSwap}>
            <IconArrowsLeftRight size={18} />
          </ActionIcon>
        </div>
      ) : null}
      <div className={classes.how}>
        <Zoom mode={mode} zoom={zoom} onZoom={onZoom} />
        <ActionIcon variant="default" size="lg" aria-label={t`Print`} onClick={() => window.print()}>
          <IconPrinter size={18} />
        </ActionIcon>
      </div>
    </div>
  )
}

function Zoom({ mode, zoom, onZoom }: Pick<ToolsProps, 'mode' | 'zoom' | 'onZoom'>) {
  const { t } = useLingui()
  return (
    <div className={classes.zoom} hidden={mode === 'wipe'}>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t`Smaller`}
        aria-keyshortcuts="-"
        disabled={zoom === 0}
        onClick={() => onZoom(-1)}
      >
        <IconZoomOut size={18} />
      </ActionIcon>
      <span className={classes.scale}>{percent(zoom)} %</span>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t`Larger`}
        aria-keyshortcuts="+"
        disabled={zoom === ZOOMS.length - 1}
        onClick={() => onZoom(1)}
      >
        <IconZoomIn size={18} />
      </ActionIcon>
    </div>
  )
}

function Picture({ party, onShown }: Pick<SignaturePairProps, 'onShown'> & { readonly party: SignedParty }) {
  const { t } = useLingui()
  const [failed, setFailed] = useState(0)
  const [broken, setBroken] = useState(false)
  const { src, error, retry } = usePicture(party.picture ?? '')
  const label = SIDES[party.side].label
  const { picture } = party
  if (picture === null)
    return (
      <p className={classes.none}>
        <Trans>No signature on this side</Trans>
      </p>
    )
  if (broken || error !== null) {
    return (
      <div className={classes.none}>
        <p>
          <Trans>
            The picture could not be shown, and nobody decides about what they have not seen. Try again, or
            leave it to somebody else.
          </Trans>
        </p>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={() => {
            setBroken(false)
            setFailed(failed + 1)
            if (error !== null) retry()
          }}
        >
          <Trans>Try again</Trans>
        </Button>
      </div>
    )
  }
  if (src === null) return <Skeleton className={classes.none ?? ''} aria-hidden />
  const { signedBy } = party
  const alt = signedBy === null ? t`${label} signature` : t`${label} signature, signed as ${signedBy}`
  return (
    <img
      key={failed}
      src={src}
      alt={alt}
      className={classes.picture}
      onError={() => setBroken(true)}
      onLoad={() => onShown(picture)}
    />
  )
}

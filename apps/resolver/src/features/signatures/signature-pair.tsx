import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { IconRefresh, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { SideLabel } from '../../components/side/side-label.tsx'
import { SIDES } from '../../components/side/sides.ts'
import { useDraft, useDraftStore } from '../../lib/draft/draft-store.ts'
import classes from './signature-pair.module.css'
import type { SignedParty } from './signature-parties.ts'

const WipeView = lazy(() => import('./wipe-view.tsx').then((module) => ({ default: module.WipeView })))

interface SignaturePairProps {
  readonly parties: readonly [SignedParty, SignedParty]
}

const ZOOMS = [1, 1.5, 2, 3] as const

/** Both pictures at the same scale. What has been on the screen is recorded: nobody accepts a signature unseen. */
export function SignaturePair({ parties }: SignaturePairProps) {
  const [mode, setMode] = useState('side')
  const [zoom, setZoom] = useState(0)
  const [server, client] = parties
  const both = server.picture !== null && client.picture !== null
  return (
    <div className={classes.pair} data-zoom={ZOOMS[zoom]}>
      <Tools mode={mode} zoom={zoom} choice={both} onMode={setMode} onZoom={setZoom} />
      {mode === 'wipe' && both ? (
        <Suspense fallback={<div className={classes.stage} />}>
          <WipeView server={server.picture ?? ''} client={client.picture ?? ''} />
        </Suspense>
      ) : mode === 'overlay' && both ? (
        <div className={classes.stage}>
          <Picture party={server} />
          <div className={classes.above}>
            <Picture party={client} />
          </div>
        </div>
      ) : (
        <div className={classes.sides}>
          {parties.map((party) => (
            <div key={party.side} className={classes.side} data-tone={SIDES[party.side].tone}>
              <SideLabel side={party.side} />
              <div className={classes.stage}>
                <Picture party={party} />
              </div>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}

interface ToolsProps {
  readonly mode: string
  readonly zoom: number
  /** Two pictures to compare, and so a choice of how. */
  readonly choice: boolean
  readonly onMode: (mode: string) => void
  readonly onZoom: (zoom: number) => void
}

function Tools({ mode, zoom, choice, onMode, onZoom }: ToolsProps) {
  return (
    <div className={classes.tools}>
      {choice ? (
        <SegmentedControl
          aria-label="How to compare"
          size="sm"
          value={mode}
          onChange={onMode}
          data={[
            { value: 'side', label: 'Side by side' },
            { value: 'wipe', label: 'Wipe' },
            { value: 'overlay', label: 'Overlay' },
          ]}
        />
      ) : null}
      <div className={classes.zoom} hidden={mode === 'wipe'}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label="Smaller"
          disabled={zoom === 0}
          onClick={() => onZoom(zoom - 1)}
        >
          <IconZoomOut size={18} />
        </ActionIcon>
        <span className={classes.scale}>{Math.round((ZOOMS[zoom] ?? 1) * 100)} %</span>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label="Larger"
          disabled={zoom === ZOOMS.length - 1}
          onClick={() => onZoom(zoom + 1)}
        >
          <IconZoomIn size={18} />
        </ActionIcon>
      </div>
    </div>
  )
}

function Picture({ party }: { party: SignedParty }) {
  const store = useDraftStore()
  const seen = useDraft((draft) => draft.seen.includes(party.side))
  const [failed, setFailed] = useState(0)
  const [broken, setBroken] = useState(false)
  const label = SIDES[party.side].label
  if (party.picture === null) return <p className={classes.none}>No signature on this side</p>
  if (broken) {
    return (
      <div className={classes.none}>
        <p>The picture could not be shown.</p>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRefresh size={14} aria-hidden />}
          onClick={() => {
            setBroken(false)
            setFailed(failed + 1)
          }}
        >
          Try again
        </Button>
      </div>
    )
  }
  const who = party.signedBy === null ? '' : `, signed as ${party.signedBy}`
  return (
    <img
      key={failed}
      src={party.picture}
      alt={`${label} signature${who}`}
      className={classes.picture}
      onError={() => setBroken(true)}
      onLoad={() => {
        if (!seen) store.dispatch({ type: 'saw', side: party.side })
      }}
    />
  )
}

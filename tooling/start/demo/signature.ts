import { type Seeded, seeded, seedOf } from './seeded.ts'

/**
 * Writes a name with a pen: every letter becomes the movement a hurried hand makes of it (a tall loop, an
 * arch, a hook below the line), and the ink is a ribbon that is thin where the pen was fast. The same name
 * is always signed the same way, and no two people sign alike.
 */
export function signatureOf(name: string): string {
  const hand = handOf(name)
  const path = ribbon(smooth(penPath(name, hand)), hand)
  const [left, top, width, height] = [path.left - 14, path.top - 12, path.width + 28, path.height + 24]
  const box = [left, top, width, height].map((value) => value.toFixed(0)).join(' ')
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${width.toFixed(0)}" height="${height.toFixed(0)}">` +
    `<path fill="${hand.ink}" d="${path.d}"/></svg>`
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}

interface Hand {
  readonly random: Seeded
  readonly ink: string
  /** Height of a small letter. */
  readonly size: number
  /** How far the writing leans, per unit of height. */
  readonly slant: number
  /** How wide the letters run. */
  readonly stride: number
  /** How much the line climbs. */
  readonly climb: number
  readonly pen: number
  readonly ending: 'underline' | 'tail' | 'loop'
}

interface Point {
  readonly x: number
  readonly y: number
}

const INKS = ['#1b2a5b', '#14213d', '#22303c', '#2b2d6e'] as const
const ASCENDERS = new Set('bdfhkltßþπλδβθ')
const DESCENDERS = new Set('gjpqyzçμρφηγχ')
const ARCHES: Record<string, number> = { m: 3, n: 2, u: 2, w: 3, h: 1, r: 1, i: 1, v: 1, ö: 1, ω: 3 }

function handOf(name: string): Hand {
  const random = seeded(seedOf(name))
  return {
    random,
    ink: random.pick(INKS),
    size: random.between(16, 24),
    slant: 0.12 + random.next() * 0.4,
    stride: 0.75 + random.next() * 0.55,
    climb: -0.03 - random.next() * 0.1,
    pen: 1.7 + random.next() * 1.1,
    ending: random.pick(['underline', 'tail', 'loop']),
  }
}

/** The places the pen passes, in order, on a straight upright line; lean and climb come last. */
function penPath(name: string, hand: Hand): Point[] {
  const points: Point[] = []
  let x = 0
  for (const [index, letter] of [...name.replaceAll(' ', '')].entries()) {
    const isCapital = index === 0 || (letter !== letter.toLowerCase() && letter === letter.toUpperCase())
    const strokes = isCapital ? capital(hand) : small(letter, hand)
    points.push(...strokes.points.map((point) => ({ x: x + point.x, y: point.y })))
    x += strokes.advance
  }
  points.push(...ending(x, hand))
  return points.map(({ x: across, y }) => ({ x: across - y * hand.slant, y: y + across * hand.climb }))
}

interface Strokes {
  readonly points: readonly Point[]
  readonly advance: number
}

function capital({ random, size, stride }: Hand): Strokes {
  const height = size * (2.2 + random.next() * 0.8)
  const width = size * stride * (1.1 + random.next() * 0.6)
  const points = [
    { x: width * 0.1, y: -height * 0.5 },
    { x: width * 0.3, y: -height },
    { x: width * 0.45, y: -height * 0.55 },
    { x: width * (0.05 + random.next() * 0.2), y: size * 0.25 },
    { x: -width * 0.25, y: -height * 0.15 },
    { x: width * 0.35, y: -height * (0.85 + random.next() * 0.3) },
    { x: width * (0.9 + random.next() * 0.3), y: -height * 0.7 },
    { x: width * 0.75, y: -height * 0.3 },
    { x: width, y: 0 },
  ]
  return { points, advance: width * 1.05 }
}

function small(letter: string, hand: Hand): Strokes {
  const { random, size, stride } = hand
  const plain = letter.toLowerCase().normalize('NFD').charAt(0)
  if (ASCENDERS.has(plain)) return loop(hand, -size * (1.9 + random.next() * 0.5))
  if (DESCENDERS.has(plain)) return loop(hand, size * (1.1 + random.next() * 0.6))
  const code = letter.codePointAt(0) ?? 0
  const arches = ARCHES[plain] ?? (code > 0x2ff ? 2 + (code % 3) : 0)
  if (arches > 0) return archesOf(hand, arches)
  const width = size * stride * (0.55 + random.next() * 0.3)
  return {
    points: [
      { x: width * 0.8, y: -size * (0.85 + random.next() * 0.25) },
      { x: width * 0.1, y: -size * 0.55 },
      { x: width * 0.4, y: size * 0.05 },
      { x: width, y: -size * 0.25 },
    ],
    advance: width * 1.05,
  }
}

/** A tall loop above the line, or with a positive reach one below it. */
function loop({ random, size, stride }: Hand, reach: number): Strokes {
  const width = size * stride * (0.5 + random.next() * 0.25)
  return {
    points: [
      { x: width * 0.5, y: -size * 0.4 },
      { x: width * 0.95, y: reach * 0.8 },
      { x: width * 0.55, y: reach },
      { x: width * 0.3, y: reach * 0.5 },
      { x: width * 0.45, y: 0 },
      { x: width, y: -size * 0.2 },
    ],
    advance: width * 1.1,
  }
}

function archesOf({ random, size, stride }: Hand, count: number): Strokes {
  const width = size * stride * (0.4 + random.next() * 0.15)
  const points: Point[] = []
  for (let arch = 0; arch < count; arch += 1) {
    const x = arch * width
    // A hurried hand flattens its arches towards the end of a letter.
    const height = size * (0.9 - arch * 0.12) * (0.85 + random.next() * 0.25)
    points.push(
      { x: x + width * 0.15, y: 0 },
      { x: x + width * 0.5, y: -height },
      { x: x + width * 0.85, y: -size * 0.08 },
    )
  }
  return { points, advance: width * count + size * 0.1 }
}

function ending(x: number, { ending: kind, size, random }: Hand): Point[] {
  if (kind === 'tail') {
    return [
      { x: x + size, y: -size * 0.9 },
      { x: x + size * (3 + random.next() * 2), y: -size * 0.3 },
    ]
  }
  if (kind === 'loop') {
    return [
      { x: x + size, y: -size * 1.3 },
      { x: x + size * 0.2, y: -size * 1.6 },
      { x: x + size * 0.3, y: size * 0.7 },
      { x: x + size * 2.4, y: size * 0.3 },
    ]
  }
  return [
    { x: x + size * 0.9, y: size * 0.1 },
    { x: x + size * 0.5, y: size * 0.95 },
    { x: x * 0.3, y: size * (0.8 + random.next() * 0.4) },
    { x: x * 0.15, y: size * 1.2 },
    { x: x + size * 1.6, y: size * 0.75 },
  ]
}

const STEPS = 6

/** A Catmull-Rom curve through the places: the hand does not make corners. */
function smooth(points: readonly Point[]): Point[] {
  const curve: Point[] = []
  for (let index = 0; index + 1 < points.length; index += 1) {
    const [a, b, c, d] = [index - 1, index, index + 1, index + 2].map((at) => pointAt(points, at))
    if (!a || !b || !c || !d) continue
    for (let step = 0; step < STEPS; step += 1) {
      const t = step / STEPS
      curve.push({ x: spline(a.x, b.x, c.x, d.x, t), y: spline(a.y, b.y, c.y, d.y, t) })
    }
  }
  return curve
}

function pointAt(points: readonly Point[], index: number): Point | undefined {
  return points[Math.min(points.length - 1, Math.max(0, index))]
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  const [t2, t3] = [t * t, t * t * t]
  return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t2 + (3 * b - a - 3 * c + d) * t3)
}

interface Outline {
  readonly d: string
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The outline of the ink: thick where the pen was slow or pressed downwards, thin at both ends. */
function ribbon(curve: readonly Point[], { pen }: Hand): Outline {
  const [one, other]: [Point[], Point[]] = [[], []]
  let width = pen
  for (const [index, here] of curve.entries()) {
    const next = curve[index + 1] ?? here
    const before = curve[index - 1] ?? here
    const [dx, dy] = [next.x - before.x, next.y - before.y]
    const speed = Math.hypot(dx, dy) || 1
    const ends = Math.min(1, (index + 2) / 12, (curve.length - index + 1) / 16)
    const pressure = pen * (0.55 + 1.3 / (1 + speed / 3.2) + (dy > 0 ? 0.35 : 0))
    width = width * 0.7 + pressure * ends * 0.3
    const [nx, ny] = [(-dy / speed) * (width / 2), (dx / speed) * (width / 2)]
    one.push({ x: here.x + nx, y: here.y + ny })
    other.unshift({ x: here.x - nx, y: here.y - ny })
  }
  const outline = [...one, ...other]
  const d = `M${outline.map(({ x, y }) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`
  const [xs, ys] = [outline.map(({ x }) => x), outline.map(({ y }) => y)]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return { d, left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }
}

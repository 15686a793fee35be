/** Two lines, one blue and one orange, that become one: the whole product in 32 pixels. */
export function LogoMark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#12403a" />
      <g strokeWidth="3" strokeLinecap="round" strokeLinejoin="round">
        <path d="M7 8.500c5 0 5.500 7.500 10 7.500" stroke="#8fbcff" />
        <path d="M7 23.500c5 0 5.500-7.500 10-7.500" stroke="#f7ab63" />
        <path d="M17 16h8M20.500 11.500 25 16l-4.500 4.500" stroke="#f5fbf9" />
      </g>
    </svg>
  )
}

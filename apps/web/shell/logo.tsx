/** A 4 × 4 heat map: the strengths of the cells, row by row. */
const strengths = [0.22, 0.42, 0.42, 0.22, 0.42, 0.62, 1, 0.62, 0.42, 0.85, 1, 0.42, 0.22, 0.42, 0.62, 0.22];

export function Logo() {
  return (
    <svg width="19" height="19" viewBox="0 0 20 20" aria-hidden="true" fill="var(--accent)">
      {strengths.map((strength, cell) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: the cells never move.
          key={cell}
          x={(cell % 4) * 5.2}
          y={Math.floor(cell / 4) * 5.2}
          width="4.4"
          height="4.4"
          rx="1"
          opacity={strength}
        />
      ))}
    </svg>
  );
}

/** The n × n matrix of condensed distances, row by row; infinite between an item and itself. */
export function squareDistances(condensed: Float64Array, n: number): Float64Array {
  const square = new Float64Array(n * n);
  let pair = 0;
  for (let i = 0; i < n; i++) {
    square[i * n + i] = Number.POSITIVE_INFINITY;
    for (let j = i + 1; j < n; j++) {
      const distance = condensed[pair++]!;
      square[i * n + j] = distance;
      square[j * n + i] = distance;
    }
  }
  return square;
}

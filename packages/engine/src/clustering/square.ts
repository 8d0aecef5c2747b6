/** The last matrix that was made. Its memory is anybody's again as soon as it is short. */
let spare: WeakRef<Float64Array> | undefined;

/**
 * The n × n matrix of condensed distances, row by row; infinite between an item and itself. It is the caller's until the
 * next is made: a matrix of the same size gets its memory, of which fresh pages would cost a quarter of a linkage's time.
 */
export function squareDistances(condensed: Float64Array, n: number): Float64Array {
  const last = spare?.deref();
  const square = last?.length === n * n ? last : new Float64Array(n * n);
  spare = new WeakRef(square);
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

/** One number a cell, row by row from the top left: a heat map of one channel, at any resolution. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  /** width × height values. */
  readonly values: Float64Array;
}

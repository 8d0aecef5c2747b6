/** A binary heap of keys 0 … n−1 by changing values, least on top; equal values fall as in scipy's. */
export class Heap {
  readonly #values: Float64Array;
  /** Key at each place, and place of each key. */
  readonly #keys: Int32Array;
  readonly #places: Int32Array;
  #size: number;

  constructor(values: Float64Array) {
    this.#values = Float64Array.from(values);
    this.#size = values.length;
    this.#keys = Int32Array.from({ length: this.#size }, (_, key) => key);
    this.#places = Int32Array.from(this.#keys);
    for (let place = (this.#size >> 1) - 1; place >= 0; place--) this.#siftDown(place);
  }

  get topKey(): number {
    return this.#keys[0]!;
  }

  get topValue(): number {
    return this.#values[0]!;
  }

  removeTop(): void {
    this.#swap(0, --this.#size);
    this.#siftDown(0);
  }

  change(key: number, value: number): void {
    const place = this.#places[key]!;
    const old = this.#values[place]!;
    this.#values[place] = value;
    if (value < old) this.#siftUp(place);
    else this.#siftDown(place);
  }

  #siftUp(start: number): void {
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!(this.#values[parent]! > this.#values[place]!)) return;
      this.#swap(place, parent);
      place = parent;
    }
  }

  #siftDown(start: number): void {
    let place = start;
    for (let child = 2 * place + 1; child < this.#size; child = 2 * place + 1) {
      if (child + 1 < this.#size && this.#values[child + 1]! < this.#values[child]!) child++;
      if (!(this.#values[place]! > this.#values[child]!)) return;
      this.#swap(place, child);
      place = child;
    }
  }

  #swap(p: number, q: number): void {
    const [valueP, valueQ, keyP, keyQ] = [this.#values[p]!, this.#values[q]!, this.#keys[p]!, this.#keys[q]!];
    this.#values[p] = valueQ;
    this.#values[q] = valueP;
    this.#keys[p] = keyQ;
    this.#keys[q] = keyP;
    this.#places[keyP] = q;
    this.#places[keyQ] = p;
  }
}

/** What charts are drawn from: numbers with names, and a scale of round steps. */

export interface Point {
  /** What is grouped by, as it is stored. */
  key: unknown;
  name: string;
  value: number;
}

/** Round steps from 0, or from below it, to above the largest value: at most so many. */
export const scaleOf = (values: number[], most = 4): number[] => {
  const high = Math.max(0, ...values);
  const low = Math.min(0, ...values);
  const span = high - low;
  if (span === 0) return [0, 1];
  const rough = span / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) => round((first + index) * step));
};

/** Without the traces of binary fractions. */
const round = (value: number): number => Number(value.toPrecision(12));

/** Every how many names of an axis can be written, if so many are there and one needs so much room. */
export const everyNth = (count: number, room: number, each: number): number => Math.max(1, Math.ceil((count * each) / room));

/** The path of a sector of a circle around 0; both are parts of the whole, from the top on. */
export const sector = (from: number, to: number, radius: number, hole: number): string => {
  // A whole circle has no end that differs from its beginning.
  const end = Math.min(to, from + 0.9999);
  const at = (part: number, distance: number): string => {
    const angle = 2 * Math.PI * part;
    return `${(Math.sin(angle) * distance).toFixed(2)} ${(-Math.cos(angle) * distance).toFixed(2)}`;
  };
  const large = end - from > 0.5 ? 1 : 0;
  return `M${at(from, radius)}A${radius} ${radius} 0 ${large} 1 ${at(end, radius)}L${at(end, hole)}A${hole} ${hole} 0 ${large} 0 ${at(from, hole)}Z`;
};

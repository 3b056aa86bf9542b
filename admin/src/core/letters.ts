/** The letters that lead to pages after `g`. */

export interface Target {
  name: string;
  /** Who has more of it chooses first. */
  weight?: number;
}

const ALL = 'abcdefghijklmnopqrstuvwxyz';

/**
 * For each target a letter of its own, as far as there are any: the first of its name that nobody has yet, or else any. They
 * are in the order of the targets.
 */
export const lettersOf = <T extends Target>(targets: T[]): [letter: string, target: T][] => {
  const letters = new Map<string, T>();
  const byWeight = [...targets].sort((one, other) => (other.weight ?? 0) - (one.weight ?? 0));
  const give = (target: T, wanted: Iterable<string>): boolean => {
    const letter = [...wanted].find((each) => ALL.includes(each) && !letters.has(each));
    if (letter !== undefined) letters.set(letter, target);
    return letter !== undefined;
  };
  const left = byWeight.filter((target) => !give(target, target.name.normalize('NFD').toLowerCase()));
  for (const target of left) give(target, ALL);
  return [...letters].sort(([, one], [, other]) => targets.indexOf(one) - targets.indexOf(other));
};

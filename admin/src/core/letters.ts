/** The letters that lead to pages after `g`. */

/** For each name a letter of its own, where there is one: the first of the name that nobody has yet. */
export const lettersOf = <T extends { name: string }>(targets: T[]): Map<string, T> => {
  const letters = new Map<string, T>();
  for (const target of targets) {
    const letter = [...target.name.normalize('NFD').toLowerCase()].find((each) => /[a-z]/.test(each) && !letters.has(each));
    if (letter !== undefined) letters.set(letter, target);
  }
  return letters;
};

/** The patterns of values. */

/** A pattern as an expression of the whole value; none where it is no pattern, of which `admin.yaml`'s problems tell: it refuses nothing. */
export const patternOf = (pattern: string): RegExp | undefined => {
  try {
    // Alone first: a bracket that closes the one around it would pass.
    new RegExp(pattern, 'u');
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    return undefined;
  }
};

/**
 * The id of a row as a part of an address of the app.
 *
 * The router's patterns end at a line break, which a key may have: ids with one are encoded once more, behind a mark.
 */

const MARK = '~';
const BREAKS = /[\n\r\u2028\u2029]/;
/** Behind the mark, however often it is encoded. */
const ENCODED_BREAKS = /^~.*%(25)*(0A|0D|E2)/;

/** The part of an address for an id. */
export const idPart = (id: string | number): string => {
  const text = String(id);
  // What looks like a marked one must not be taken for it.
  const isMarked = BREAKS.test(text) || ENCODED_BREAKS.test(text);
  return encodeURIComponent(isMarked ? `${MARK}${encodeURIComponent(text)}` : text);
};

/** The id of a part, as the router has decoded it. */
export const idOf = (part: string): string => {
  if (!ENCODED_BREAKS.test(part)) return part;
  try {
    return decodeURIComponent(part.slice(MARK.length));
  } catch {
    return part;
  }
};

/** Addresses that data may lead to. */

const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** The address, if following it executes nothing. */
export const safeAddress = (text: string): string | undefined => {
  if (/^\/(?![/\\])/.test(text)) return text;
  try {
    const url = new URL(text);
    return SCHEMES.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
};

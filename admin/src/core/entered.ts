/** What was entered in a form when the login ended: it is there again after the next one. */

const KEPT = 10 * 60 * 1_000;

const keyOf = (place: string): string => `entered.${place}`;

export const keepEntered = (place: string, values: Record<string, unknown>, now = Date.now()): void =>
  sessionStorage.setItem(keyOf(place), JSON.stringify({ until: now + KEPT, values }));

/** What was entered there, once, and not for ever. */
export const takeEntered = (place: string, now = Date.now()): Record<string, unknown> | undefined => {
  const text = sessionStorage.getItem(keyOf(place));
  if (text === null) return undefined;
  sessionStorage.removeItem(keyOf(place));
  const { until, values } = JSON.parse(text) as { until: number; values: Record<string, unknown> };
  return now < until ? values : undefined;
};

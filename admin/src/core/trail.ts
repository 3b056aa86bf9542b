/** The list that rows were opened from, so that one can go from row to row in its filter and order. */

import type { Identifier, SortPayload } from 'ra-core';

export interface Trail {
  /** The rows of the page. */
  ids: string[];
  page: number;
  perPage: number;
  total?: number | undefined;
  hasNext: boolean;
  filter: Record<string, unknown>;
  sort: SortPayload;
}

/** A neighbour: a row of the page, or the first or the last one of another page. */
export type Neighbour = { id: string } | { page: number; end: 'first' | 'last' };

export interface Neighbours {
  /** From 1. */
  position: number;
  previous?: Neighbour;
  next?: Neighbour;
}

const keyOf = (resource: string): string => `trail.${resource}`;

/** Of this tab of the browser only, and as long as it is open. */
export const keepTrail = (resource: string, trail: Trail): void => sessionStorage.setItem(keyOf(resource), JSON.stringify(trail));

export const trailOf = (resource: string): Trail | undefined => {
  const text = sessionStorage.getItem(keyOf(resource));
  return text === null ? undefined : (JSON.parse(text) as Trail);
};

/** The rows before and after one; nothing if it is not in the list. */
export const neighboursOf = (trail: Trail | undefined, id: Identifier): Neighbours | undefined => {
  const at = trail?.ids.indexOf(String(id)) ?? -1;
  if (trail === undefined || at < 0) return undefined;
  const { ids, page, perPage, hasNext } = trail;
  const [before, after] = [ids[at - 1], ids[at + 1]];
  const previous: Neighbour | undefined = before !== undefined ? { id: before } : page > 1 ? { page: page - 1, end: 'last' } : undefined;
  const next: Neighbour | undefined = after !== undefined ? { id: after } : hasNext ? { page: page + 1, end: 'first' } : undefined;
  return {
    position: (page - 1) * perPage + at + 1,
    ...(previous === undefined ? {} : { previous }),
    ...(next === undefined ? {} : { next }),
  };
};

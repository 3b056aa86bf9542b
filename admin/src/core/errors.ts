/** What the server refuses, as forms and people read it. */

import { HttpError } from 'ra-core';

export interface ErrorObject {
  status?: string;
  code?: string;
  title?: string;
  detail?: string;
  source?: { pointer?: string; parameter?: string; header?: string };
  meta?: Record<string, unknown>;
}

/** What a form is told: texts at its attributes, and those of the whole. */
export interface FormErrors {
  [attribute: string]: unknown;
  root?: { serverError: string };
}

/** The sentence of an error. */
export const sentence = ({ title, detail }: ErrorObject): string => {
  if (detail === undefined || detail === title) return title ?? '';
  return title === undefined ? detail : `${title}: ${detail}`;
};

/** The attribute or relationship that an error points to. */
export const pointedAt = (error: ErrorObject): string | undefined => {
  const match = /^\/data\/(?:attributes|relationships)\/([^/]+)/.exec(error.source?.pointer ?? '');
  return match?.[1]?.replace(/~1/g, '/').replace(/~0/g, '~');
};

/** The error of an answer. */
export const httpError = (status: number, errors: ErrorObject[]): HttpError => {
  const message = errors.map(sentence).filter((text) => text !== '').join('\n');
  const error = new HttpError(message === '' ? `HTTP ${status}` : message, status, { errors: undefined });
  error.body = { problems: errors };
  return error;
};

/** The problems of an error of this app. */
export const problemsOf = (error: unknown): ErrorObject[] => {
  const body = (error as { body?: { problems?: ErrorObject[] } } | null)?.body;
  return body?.problems ?? [];
};

export const isConflict = (error: unknown): boolean => {
  const status = (error as { status?: number } | null)?.status;
  return status === 412 || (status === 409 && problemsOf(error).some(({ meta }) => meta?.['current'] !== undefined || isAltered(meta)));
};

const isAltered = (meta: Record<string, unknown> | undefined): boolean =>
  meta !== undefined && ('row' in meta || 'data' in meta);

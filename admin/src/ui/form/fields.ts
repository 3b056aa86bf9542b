/**
 * What the form and its page call an attribute: a column may be called `constructor` or `two words`, as no part of an
 * object and no id in a page may.
 */

import type { Values } from './values';

/** React Hook Form takes a name for a path where it has dots, brackets or quotes. */
export const fieldOf = (name: string): string => `=${encodeURIComponent(name).replaceAll(/[.']/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;

const nameOf = (field: string): string => decodeURIComponent(field.slice(1));

/** The values of attributes as the form has them. */
export const inFields = (values: Values): Values => Object.fromEntries(Object.entries(values).map(([name, value]) => [fieldOf(name), value]));

/** The values of the form by the names of their attributes. */
export const fromFields = (values: Values): Values => Object.fromEntries(Object.entries(values).map(([field, value]) => [nameOf(field), value]));

/** The id of the input, or of the text where it cannot be changed. */
export const inputId = (name: string): string => `input-${encodeURIComponent(name)}`;

/** What is checked before a form is sent. The server checks it all again, and more. */

import { useTranslate } from 'ra-core';
import type { RegisterOptions } from 'react-hook-form';
import type { Attribute } from '../../core/config';
import { NUMERIC } from '../../core/format';
import { patternOf } from '../../core/pattern';

export const useRules = (attribute: Attribute): RegisterOptions => {
  const translate = useTranslate();
  return { validate: (value: unknown) => problemOf(value, attribute, translate) ?? true };
};

type Translate = (key: string, options?: Record<string, unknown>) => string;

export const problemOf = (value: unknown, attribute: Attribute, translate: Translate): string | undefined => {
  const isEmpty = value === undefined || value === null || value === '';
  if (isEmpty) {
    // An empty text is a value where null is none.
    const isNeeded = attribute.required && !attribute.automatic;
    return isNeeded ? translate('app.form.required') : undefined;
  }
  const text = String(value);
  const limits = attribute.validate ?? {};
  if (NUMERIC.has(attribute.type) && (attribute.json === 'integer' || attribute.json === 'number')) {
    if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return translate('app.form.not_a_number');
    if (attribute.json === 'integer' && !/^-?\d+$/.test(text)) return translate('app.form.not_whole');
    if (limits.min !== undefined && Number(text) < limits.min) return translate('app.form.too_small', { min: limits.min });
    if (limits.max !== undefined && Number(text) > limits.max) return translate('app.form.too_large', { max: limits.max });
  }
  const max = limits.max_length ?? attribute.maxLength;
  const length = [...text].length;
  if (max !== undefined && length > max) return translate('app.form.too_long', { max });
  if (limits.min_length !== undefined && length < limits.min_length) return translate('app.form.too_short', { min: limits.min_length });
  if (limits.pattern !== undefined && patternOf(limits.pattern)?.test(text) === false) return limits.message ?? translate('app.form.pattern');
  return undefined;
};

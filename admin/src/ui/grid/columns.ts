/** How columns of a table lie. */

import { alpha, type Theme } from '@mui/material/styles';
import type { Attribute } from '../../core/config';
import { NUMERIC } from '../../core/format';

/** Whether the values stand at the end of their column, as quantities do. */
export const isEnd = (attribute: Attribute): boolean =>
  attribute.align === 'end' ||
  (attribute.align === undefined && NUMERIC.has(attribute.type) && attribute.relationship === undefined && !attribute.key);

/** Where the values and the head of a column stand. */
export const alignOf = (attribute: Attribute): 'left' | 'right' | 'center' => (isEnd(attribute) ? 'right' : attribute.align === 'center' ? 'center' : 'left');

/** A shade at the side where there is more to scroll to. */
export const SCROLLER = {
  overflowX: 'auto',
  // What is hidden from the eye in it scrolls with it, rather than widening the page.
  position: 'relative',
  backgroundImage: (theme: Theme) =>
    ['left', 'right'].map((side) => `linear-gradient(to ${side}, ${alpha(theme.palette.background.paper, 0)}, ${theme.palette.background.paper})`).join(', ') +
    ['right', 'left'].map((side) => `, linear-gradient(to ${side}, ${alpha(theme.palette.text.primary, 0.16)}, ${alpha(theme.palette.text.primary, 0)})`).join(''),
  backgroundPosition: 'left, right, left, right',
  backgroundSize: '48px 100%, 48px 100%, 12px 100%, 12px 100%',
  backgroundRepeat: 'no-repeat',
  backgroundAttachment: 'local, local, scroll, scroll',
} as const;

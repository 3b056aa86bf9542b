/** The looks that the configuration gives to values, with colours that can be read. */

import { useTheme } from '@mui/material/styles';
import { safeStyle } from '../../core/style';
import { readable } from '../theme';

let pen: CanvasRenderingContext2D | null | undefined;

/** A colour by its digits, whatever it is called; nothing for what is none. */
const digitsOf = (color: unknown): string | undefined => {
  pen ??= document.createElement('canvas').getContext('2d');
  if (typeof color !== 'string' || !pen) return undefined;
  pen.fillStyle = '#010203';
  pen.fillStyle = color;
  const digits = pen.fillStyle;
  return digits.startsWith('#') && digits !== '#010203' ? digits : undefined;
};

export const useStyle = (style: Record<string, unknown> | undefined): Record<string, string | number> => {
  const { palette } = useTheme();
  if (style === undefined) return {};
  const { color, backgroundColor, ...rest } = safeStyle(style);
  const ground = digitsOf(backgroundColor);
  if (ground !== undefined) return { ...rest, backgroundColor: ground, color: palette.getContrastText(ground) };
  const digits = digitsOf(color);
  return digits === undefined ? rest : { ...rest, color: readable(digits, palette.mode) };
};

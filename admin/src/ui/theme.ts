/** The look: one theme in light and dark, from `settings.theme`. */

import { createTheme, darken, getContrastRatio, lighten, type Theme, type ThemeOptions } from '@mui/material/styles';
import type { Theme as Configured } from '../core/config';

/**
 * What colours have against the ground of the page, so that text of them has the 4.5 that WCAG 2.2 asks for (1.4.3) on
 * lines that are hovered or selected, too.
 */
const CONTRAST = { light: 5.1, dark: 6.8 };

const GROUND = { light: '#ffffff', dark: '#16181d' } as const;

/** The colour, moved until it can be read on the ground. */
export const readable = (color: string, mode: 'light' | 'dark'): string => {
  let moved = color;
  for (let step = 1; step <= 20 && getContrastRatio(moved, GROUND[mode]) < CONTRAST[mode]; step += 1) {
    moved = mode === 'light' ? darken(color, step * 0.05) : lighten(color, step * 0.05);
  }
  return moved;
};

export type Density = 'compact' | 'normal' | 'roomy';

export const ROW_HEIGHT: Record<Density, number> = { compact: 33, normal: 41, roomy: 53 };

export const makeTheme = (configured: Configured, mode: 'light' | 'dark'): Theme => {
  const primary = readable(configured.primary ?? '#1d4ed8', mode);
  const secondary = readable(configured.secondary ?? '#0f766e', mode);
  const isLight = mode === 'light';
  const line = isLight ? '#e3e6eb' : '#2e323b';
  const options: ThemeOptions = {
    palette: {
      mode,
      contrastThreshold: 4.5,
      primary: { main: primary },
      secondary: { main: secondary },
      background: isLight ? { default: '#f6f7f9', paper: '#ffffff' } : { default: '#101216', paper: '#16181d' },
      text: isLight ? { primary: '#1a1d23', secondary: '#555c68' } : { primary: '#eceef2', secondary: '#a9b0bd' },
      error: { main: isLight ? '#b3261e' : '#f2938c' },
      warning: { main: readable('#b45309', mode) },
      success: { main: readable('#15803d', mode) },
      info: { main: readable('#0369a1', mode) },
      divider: line,
    },
    shape: { borderRadius: configured.radius ?? 8 },
    typography: {
      fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif',
      fontSize: 14,
      body1: { fontSize: '0.9375rem' },
      h1: { fontSize: '1.375rem', fontWeight: 650, lineHeight: 1.3, letterSpacing: '-0.01em' },
      h2: { fontSize: '1.0625rem', fontWeight: 650, lineHeight: 1.4 },
      button: { textTransform: 'none', fontWeight: 600 },
    },
    components: {
      MuiCssBaseline: {
        styleOverrides: {
          body: { overflowWrap: 'anywhere' },
          ':focus-visible': { outline: `2px solid ${primary}`, outlineOffset: 2 },
          '@media (prefers-reduced-motion: reduce)': {
            '*, *::before, *::after': { animationDuration: '0.01ms !important', transitionDuration: '0.01ms !important' },
          },
        },
      },
      MuiButtonBase: { defaultProps: { disableRipple: true } },
      MuiButton: { defaultProps: { disableElevation: true }, styleOverrides: { root: { whiteSpace: 'nowrap' } } },
      MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
      MuiInputBase: { styleOverrides: { root: { '@media (min-width:600px)': { fontSize: '0.9375rem' } } } },
      MuiTextField: { defaultProps: { size: 'small', fullWidth: true } },
      MuiTableCell: { styleOverrides: { root: { borderColor: line } } },
      MuiTab: { styleOverrides: { root: { minHeight: 44, fontWeight: 600 } } },
      MuiTooltip: { defaultProps: { arrow: true, describeChild: true } },
      MuiFormLabel: { styleOverrides: { asterisk: { color: isLight ? '#b3261e' : '#f2938c' } } },
      // A message stays for as long as one needs to read it.
      ...({ RaNotification: { defaultProps: { autoHideDuration: 6_000 } } } as object),
      // It is read out when there is a pause, not in the middle of a sentence.
      MuiSnackbarContent: { defaultProps: { role: 'status' } },
      MuiChip: { styleOverrides: { root: { fontWeight: 500 } } },
    },
  };
  return createTheme(options);
};

/** How running text looks, whatever it is made of. */
export const PROSE = {
  '& > :first-of-type': { mt: 0 },
  '& > :last-child': { mb: 0 },
  '& p, & ul, & ol, & pre, & blockquote, & table': { my: 1 },
  '& h2': { fontSize: '1.0625rem', fontWeight: 650, mt: 2, mb: 0.5 },
  '& h3': { fontSize: '0.9375rem', fontWeight: 650, mt: 1.5, mb: 0.5 },
  '& ul, & ol': { pl: 3 },
  '& blockquote': { mx: 0, pl: 1.5, borderLeft: 3, borderColor: 'divider', color: 'text.secondary' },
  '& pre': { p: 1.25, borderRadius: 1, bgcolor: 'action.hover', whiteSpace: 'pre-wrap', fontSize: '0.8125rem' },
  '& code': { px: 0.5, borderRadius: 0.5, bgcolor: 'action.hover', fontSize: '0.875em' },
  '& hr': { border: 0, borderTop: 1, borderColor: 'divider' },
  '& td, & th': { textAlign: 'left', verticalAlign: 'top', pr: 2, py: 0.25 },
  maxWidth: '75ch',
} as const;

import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslate } from 'ra-core';
import { useId } from 'react';

const KEYS = [
  ['Ctrl K', 'palette'],
  ['g', 'go'],
  ['/', 'search'],
  ['n', 'new'],
  ['j  k', 'rows'],
  ['e', 'edit'],
  ['Ctrl S', 'save'],
  ['Esc', 'close'],
  ['?', 'help'],
] as const;

/** The keys, for those who ask with `?`. */
export const KeyList = ({ onClose }: { onClose: () => void }) => {
  const translate = useTranslate();
  const id = useId();
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby={id}>
      <DialogTitle id={id} sx={{ fontSize: '1.125rem', fontWeight: 650 }}>{translate('app.keys.title')}</DialogTitle>
      <DialogContent><KeyTable /></DialogContent>
    </Dialog>
  );
};

export const KeyTable = () => {
  const translate = useTranslate();
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gridTemplateColumns: 'auto 1fr', columnGap: 3, rowGap: 1 }}>
      {KEYS.map(([key, name]) => (
        <Box key={name} sx={{ display: 'contents' }}>
          <Box component="dt"><Box component="kbd" sx={{ fontFamily: 'inherit', border: 1, borderColor: 'divider', borderRadius: 0.5, px: 0.75, whiteSpace: 'pre' }}>{key}</Box></Box>
          <Box component="dd" sx={{ m: 0 }}>{translate(`app.keys.${name}`)}</Box>
        </Box>
      ))}
    </Box>
  );
};

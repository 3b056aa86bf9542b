import InfoOutlinedIcon from '@mui/icons-material/InfoOutlined';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Popover from '@mui/material/Popover';
import { useTranslate } from 'ra-core';
import { useState } from 'react';

/** A hint behind a button: it is there for the keyboard and the finger, too. */
export const InfoButton = ({ label, text }: { label: string; text: string }) => {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <IconButton size="small" aria-label={translate('app.info', { name: label })} onClick={(event) => setAnchor(event.currentTarget)} sx={{ p: 0.375 }}>
        <InfoOutlinedIcon sx={{ fontSize: 18 }} />
      </IconButton>
      <Popover open={anchor !== null} anchorEl={anchor} onClose={() => setAnchor(null)} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}>
        <Box sx={{ p: 2, maxWidth: 360, whiteSpace: 'pre-line', fontSize: '0.875rem' }}>{text}</Box>
      </Popover>
    </>
  );
};

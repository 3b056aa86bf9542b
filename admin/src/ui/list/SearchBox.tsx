import SearchIcon from '@mui/icons-material/Search';
import ClearIcon from '@mui/icons-material/Clear';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { useTranslate } from 'ra-core';
import { useEffect, useRef, useState } from 'react';

/** How long typing rests before the server is asked. */
const REST = 300;

/** The search box of a list; `/` goes to it. */
export const SearchBox = ({ label, value, onChange }: { label: string; value: string; onChange: (text: string) => void }) => {
  const translate = useTranslate();
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: string, wait: number) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(next), wait);
  };
  return (
    <TextField
      type="text"
      value={text}
      placeholder={label}
      onChange={(event) => change(event.target.value, REST)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') change(text, 0);
        if (event.key === 'Escape' && text !== '') change('', 0);
      }}
      sx={{ width: { xs: '100%', sm: 280 } }}
      slotProps={{
        htmlInput: { role: 'searchbox', 'aria-label': label, 'data-search': true },
        input: {
          startAdornment: <InputAdornment position="start"><SearchIcon fontSize="small" /></InputAdornment>,
          endAdornment: text === '' ? undefined : (
            <InputAdornment position="end"><IconButton size="small" aria-label={translate('app.list.clear')} onClick={() => change('', 0)}><ClearIcon fontSize="small" /></IconButton></InputAdornment>
          ),
        },
      }}
    />
  );
};

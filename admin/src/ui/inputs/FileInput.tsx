import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormHelperText from '@mui/material/FormHelperText';
import { useTranslate } from 'ra-core';
import { useRef } from 'react';

interface Props {
  id: string;
  label: string;
  /** The bytes in base64. */
  value: string;
  problem: string | undefined;
  onChange: (value: string | null) => void;
}

/** Bytes, as a file from the user's machine. */
export const FileInput = ({ id, label, value, problem, onChange }: Props) => {
  const translate = useTranslate();
  const input = useRef<HTMLInputElement>(null);
  const read = (file: File | undefined) => {
    if (file === undefined) return;
    const reader = new FileReader();
    reader.onload = () => onChange(String(reader.result).split(',')[1] ?? '');
    reader.readAsDataURL(file);
  };
  return (
    <Box>
      <Button id={id} variant="outlined" size="small" onClick={() => input.current?.click()} sx={{ whiteSpace: 'normal', textAlign: 'left' }}>
        {label}: {translate('app.form.choose_file')}
      </Button>
      <input ref={input} type="file" hidden onChange={(event) => read(event.target.files?.[0])} />
      <FormHelperText error={problem !== undefined}>
        {problem ?? (value === '' ? '—' : translate('app.form.bytes', { count: Math.floor((value.length * 3) / 4) }))}
      </FormHelperText>
    </Box>
  );
};

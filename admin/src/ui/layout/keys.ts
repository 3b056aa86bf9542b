/** Keys without a modifier, as shortcuts: off while one types, and off for those who do not want them (WCAG 2.1.4). */

import { useStore } from 'ra-core';
import { useEffect, useRef } from 'react';

/** Whether a key is part of a text, or of a shortcut of the browser. */
const isTyping = (event: KeyboardEvent): boolean => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target as HTMLElement | null;
  return target?.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]') != null;
};

export const useKeysOn = (): [boolean, (isOn: boolean) => void] => useStore<boolean>('keys', true);

/** Calls for each key that may be a shortcut; the earlier one before the others, so that it may keep a key from them. */
export const useKeys = (onKey: (event: KeyboardEvent) => void, isEarly = false): void => {
  const [isOn] = useKeysOn();
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (!isTyping(event)) latest.current(event);
    };
    addEventListener('keydown', listen, { capture: isEarly });
    return () => removeEventListener('keydown', listen, { capture: isEarly });
  }, [isOn, isEarly]);
};

/** Whether a key is part of a text, or of a shortcut of the browser. */
export const isTyping = (event: KeyboardEvent): boolean => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true;
  const target = event.target as HTMLElement | null;
  return target?.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]') != null;
};

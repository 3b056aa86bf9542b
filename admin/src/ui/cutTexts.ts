/** Texts that are cut off where there is no room: the whole of one is told where the pointer rests on it. */

/** Those whose title is ours. */
const told = new WeakSet<HTMLElement>();

const isCut = (element: HTMLElement): boolean => {
  const { textOverflow, webkitLineClamp } = getComputedStyle(element);
  return (textOverflow === 'ellipsis' && element.scrollWidth > element.clientWidth) || (webkitLineClamp !== 'none' && element.scrollHeight > element.clientHeight);
};

const tell = (place: HTMLElement, element: HTMLElement): void => {
  if (told.has(place) && !isCut(element)) {
    told.delete(place);
    place.removeAttribute('title');
  } else if ((told.has(place) || place.title === '') && isCut(element)) {
    told.add(place);
    place.title = element.textContent.trim();
  }
};

/** How far above what the pointer is on its text may be cut. */
const DEPTH = 5;

export const tellCutTexts = (): void =>
  document.addEventListener('mouseover', ({ target }) => {
    let element = target instanceof Element ? target : null;
    for (let depth = 0; depth < DEPTH && element !== null; depth += 1) {
      if (element instanceof HTMLElement) tell(element, element);
      element = element.parentElement;
    }
    // The label of an input lies below the pointer's reach.
    const input = target instanceof Element ? target.closest<HTMLElement>('.MuiFormControl-root') : null;
    const label = input?.querySelector<HTMLElement>(':scope > label');
    if (input !== null && label) tell(input, label);
  });

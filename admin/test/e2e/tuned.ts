import { readFileSync, writeFileSync } from 'node:fs';

/** Has `admin.yaml` say more of a resource, for the time of a test. */
export const tuned = async (folder: string, more: Record<string, string>, run: () => Promise<void>, change = (text: string) => text): Promise<void> => {
  const file = `${folder}/admin/admin.yaml`;
  const before = readFileSync(file, 'utf8');
  try {
    let text = change(before);
    for (const [resource, lines] of Object.entries(more)) text = text.replace(new RegExp(`( {2}${resource}:\\n)`), `$1${lines}`);
    writeFileSync(file, text);
    await run();
  } finally {
    writeFileSync(file, before);
  }
};

/** Where the server is that `scripts/test-clients` has started: Northwind as it was created, for one file of tests alone. */

export const ORIGIN = required('FORMWORK_ORIGIN');

export const API = `${ORIGIN}/api`;

function required(name) {
  const value = process.env[name];
  if (value === undefined) throw new Error(`\`${name}\` is not set; scripts/test-clients sets it`);
  return value;
}

/** What a promise was refused with. */
export const refusal = async (promise) => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was refused');
};

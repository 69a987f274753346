/** The mean of some arrays of one length, at least one, element by element. */
export function meanOf(arrays: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(arrays[0].length);
  for (const array of arrays) {
    for (let i = 0; i < mean.length; i++) mean[i] += array[i] / arrays.length;
  }
  return mean;
}

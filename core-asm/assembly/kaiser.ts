/** Kaiser window at x in −1 … 1, up to a factor. */
export function kaiser(x: f64, beta: f64): f64 {
  return bessel0(beta * Math.sqrt(max(0, 1 - x * x)));
}

/** Modified Bessel function of the first kind, order zero, by its power series. */
function bessel0(x: f64): f64 {
  let sum: f64 = 1, term: f64 = 1;
  for (let k: f64 = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) * (x / (2 * k));
    sum += term;
  }
  return sum;
}

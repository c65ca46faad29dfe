//! Tails and quantiles of the normal, t, F and χ² distributions. Tails are computed as such, never
//! as one less the other side; errors stay below 1e-11 of the value for all degrees of freedom, and near
//! 1e-14 for those of trials.
//!
//! The incomplete beta and gamma functions are continued fractions (DLMF 8.17.22, 8.9.2) under a
//! factor that keeps its digits for large arguments (Loader 2000, *Fast and accurate computation
//! of binomial probabilities*); error function and logarithm of gamma are libm's.

use libm::{erfc, lgamma};

/// P(Z ≤ z).
pub fn normal(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// The z that a normal variable stays below with this probability.
pub fn normal_quantile(p: f64) -> f64 {
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    -root(|z| normal(-z) - p)
}

/// P(|T| ≥ |t|) of Student's distribution; of the normal one for infinite degrees of freedom.
pub fn t_two_sided(t: f64, df: f64) -> f64 {
    match df {
        _ if t.is_nan() || df.is_nan() || df <= 0.0 => f64::NAN,
        f64::INFINITY => erfc(t.abs() / std::f64::consts::SQRT_2),
        _ => beta(0.5 * df, 0.5, df / (df + t * t), t * t / (df + t * t)),
    }
}

/// The t that |T| stays below with this probability.
pub fn t_quantile(within: f64, df: f64) -> f64 {
    if df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    root(|t| t_two_sided(t, df) - (1.0 - within))
}

/// P(F ≥ f); `df2` may be infinite.
pub fn f_upper(f: f64, df1: f64, df2: f64) -> f64 {
    match df2 {
        _ if f.is_nan() || df1.is_nan() || df2.is_nan() || df1 <= 0.0 || df2 <= 0.0 => f64::NAN,
        _ if f <= 0.0 => 1.0,
        f64::INFINITY => chi2_upper(f * df1, df1),
        _ => beta(0.5 * df2, 0.5 * df1, df2 / (df2 + df1 * f), df1 * f / (df2 + df1 * f)),
    }
}

/// The f that F exceeds with this probability.
pub fn f_quantile(upper: f64, df1: f64, df2: f64) -> f64 {
    root(|f| f_upper(f, df1, df2) - upper)
}

/// P(χ² ≥ x).
pub fn chi2_upper(x: f64, df: f64) -> f64 {
    match x {
        _ if x.is_nan() || df.is_nan() || df <= 0.0 => f64::NAN,
        _ if x <= 0.0 => 1.0,
        _ => gamma_upper(0.5 * df, 0.5 * x),
    }
}

/// The regularised incomplete beta function of x, given also 1 - x.
pub(crate) fn beta(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    if x <= 0.0 || rest <= 0.0 {
        return f64::from(rest <= 0.0);
    }
    let n = a + b;
    if x > (a + 1.0) / (n + 2.0) {
        return 1.0 - beta(b, a, rest, x);
    }
    // x^a (1-x)^b / B(a, b)
    let away = a - n * x;
    let deviance = a * (away / (n * x)).ln_1p() + b * (-away / (n * rest)).ln_1p();
    let error = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let front = (error - deviance).exp() * (a * b / (2.0 * std::f64::consts::PI * n)).sqrt();
    let term = |m: usize| {
        let k = (m / 2) as f64;
        match m % 2 {
            0 => k * (b - k) * x / ((a + 2.0 * k - 1.0) * (a + 2.0 * k)),
            _ => -(a + k) * (n + k) * x / ((a + 2.0 * k) * (a + 2.0 * k + 1.0)),
        }
    };
    front / (a * fraction(|m| (term(m), 1.0), 1.0))
}

/// The regularised upper incomplete gamma function.
fn gamma_upper(a: f64, x: f64) -> f64 {
    // x^a e^-x / Γ(a)
    let deviance = a * ((a - x) / x).ln_1p() + x - a;
    let front = (-stirling_error(a) - deviance).exp() * (a / (2.0 * std::f64::consts::PI)).sqrt();
    if x < a + 1.0 {
        let mut term = 1.0 / a;
        let mut sum = term;
        let mut k = a;
        while term > sum * f64::EPSILON {
            k += 1.0;
            term *= x / k;
            sum += term;
        }
        return 1.0 - front * sum;
    }
    let step = |m: usize| {
        let m = m as f64;
        (m * (a - m), x - a + 1.0 + 2.0 * m)
    };
    front / fraction(step, x - a + 1.0)
}

/// A continued fraction from its first denominator and further numerators and denominators, by
/// Lentz's method.
fn fraction(step: impl Fn(usize) -> (f64, f64), first: f64) -> f64 {
    const TINY: f64 = 1e-300;
    const TERMS_MAX: usize = 100_000;
    let nonzero = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut value = nonzero(first);
    let (mut c, mut d) = (value, 0.0);
    for m in 1..TERMS_MAX {
        let (top, bottom) = step(m);
        d = 1.0 / nonzero(bottom + top * d);
        c = nonzero(bottom + top / c);
        value *= c * d;
        if (c * d - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    value
}

/// ln Γ(n + 1) less Stirling's formula.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        let half = 0.5 * (2.0 * std::f64::consts::PI).ln();
        return lgamma(n + 1.0) - (n + 0.5) * n.ln() + n - half;
    }
    let square = n * n;
    let series = 1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / (1188.0 * square)) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - series / square) / square) / n
}

/// Where a falling function of a positive number is 0: a bracket, narrowed by the secant or, where
/// that is slow, by halves.
pub(crate) fn root(falling: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    let (mut above, mut below) = (f64::NAN, falling(1.0));
    while below > 0.0 {
        (low, above) = (high, below);
        high *= 2.0;
        if high > 1e300 {
            return f64::INFINITY;
        }
        below = falling(high);
    }
    for step in 0..400 {
        let width = high - low;
        let secant = high - below * width / (below - above);
        let middle = 0.5 * (low + high);
        // Every third step halves, so that a flat side cannot hold the bracket up.
        let usual = step % 3 == 2 || !(secant > low && secant < high);
        let next = if usual { middle } else { secant };
        if middle <= low || middle >= high || width <= 2.0 * f64::EPSILON * high {
            return middle;
        }
        let value = falling(next);
        if value == 0.0 {
            return next;
        }
        if value > 0.0 {
            (low, above) = (next, value);
        } else {
            (high, below) = (next, value);
        }
    }
    0.5 * (low + high)
}

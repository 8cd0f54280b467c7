//! The axes of plots.

/// A logarithmic axis between two powers of ten, or parts of such.
pub(crate) struct Axis {
    /// Where it has numbers: two at least.
    pub(crate) ticks: Vec<f64>,
}

impl Axis {
    /// From the tick below the least value to the one above the most.
    pub(crate) fn around(values: &[f64]) -> Self {
        let bottom = values.iter().copied().fold(f64::INFINITY, f64::min).max(1e-6);
        let top = values.iter().copied().fold(bottom, f64::max);
        let steps: &[f64] = if top / bottom > 100.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
        let all: Vec<f64> =
            (-6..12).flat_map(|power| steps.iter().map(move |step| step * 10f64.powi(power))).collect();
        let first = all.iter().rposition(|tick| *tick <= bottom * 1.000_001).unwrap_or(0);
        let last = all.iter().position(|tick| *tick >= top * 0.999_999).unwrap_or(all.len() - 1);
        let last = last.max(first + 1);
        Self { ticks: all[first..=last.min(all.len() - 1)].to_vec() }
    }

    /// Where a value is between the ends, from 0 to 1.
    pub(crate) fn place(&self, value: f64) -> f64 {
        let (first, last) = (self.ticks[0].ln(), self.ticks[self.ticks.len() - 1].ln());
        ((value.ln() - first) / (last - first)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_reaches_from_the_tick_below_to_the_tick_above() {
        assert_eq!(Axis::around(&[1.0, 10_000.0]).ticks, [1.0, 10.0, 100.0, 1000.0, 10_000.0]);
        assert_eq!(Axis::around(&[30.0, 110.0]).ticks, [20.0, 50.0, 100.0, 200.0]);
        assert_eq!(Axis::around(&[4.0]).ticks, [2.0, 5.0]);
        assert_eq!(Axis::around(&[0.0, 0.0]).ticks.len(), 2);
    }
}

//! Where along a line does something hold? A grid, refined by bisection at every change.

use super::StudyError;

/// The closed intervals of `[low, high]` on which the predicate was seen to hold: it is asked at `steps + 1`
/// evenly spaced points, and every change between neighbours is narrowed by 30 bisections. An interval
/// narrower than a step may be missed: where the predicate is not known to be monotone, that is what a grid
/// can say.
pub(super) fn intervals_where(
    low: f64,
    high: f64,
    steps: usize,
    mut holds: impl FnMut(f64) -> Result<bool, StudyError>,
) -> Result<Vec<[f64; 2]>, StudyError> {
    let at = |step: usize| low + (high - low) * step as f64 / steps as f64;
    let mut intervals: Vec<[f64; 2]> = Vec::new();
    let mut open: Option<f64> = None;
    let edge = |mut inside: f64, mut outside: f64, holds: &mut dyn FnMut(f64) -> Result<bool, StudyError>| {
        for _ in 0..30 {
            let middle = (inside + outside) / 2.0;
            if holds(middle)? { inside = middle } else { outside = middle }
        }
        Ok::<f64, StudyError>(inside)
    };
    for step in 0..=steps {
        match (open, holds(at(step))?) {
            (None, true) if step == 0 => open = Some(low),
            (None, true) => open = Some(edge(at(step), at(step - 1), &mut holds)?),
            (Some(start), false) => {
                intervals.push([start, edge(at(step - 1), at(step), &mut holds)?]);
                open = None;
            }
            _ => {}
        }
    }
    intervals.extend(open.map(|start| [start, high]));
    Ok(intervals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_found_to_the_width_of_the_bisection() {
        let found = intervals_where(0.0, 1.0, 10, |x| Ok(x <= 0.33 || x >= 0.77)).unwrap();
        assert_eq!(found.len(), 2);
        assert!((found[0][1] - 0.33).abs() < 1e-9 && (found[1][0] - 0.77).abs() < 1e-9);
        assert_eq!(found[1][1], 1.0);
        assert!(intervals_where(0.0, 1.0, 10, |_| Ok(false)).unwrap().is_empty());
        assert_eq!(intervals_where(0.0, 1.0, 10, |_| Ok(true)).unwrap(), [[0.0, 1.0]]);
    }
}

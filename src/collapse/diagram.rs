//! The frontier between cooperation and self-help in two parameters, by certified cells.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::game::Profile;
use crate::repeated::RepeatedGame;

/// What is proven about a cell of the diagram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellVerdict {
    /// The profile is sustained everywhere in the cell.
    Cooperation,
    /// The profile is refuted everywhere in the cell.
    SelfHelp,
    /// The frontier runs through the cell, or a verdict could not be proven.
    Frontier,
}

/// A rectangle of parameters with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Ends along the first parameter.
    pub x: [Rational; 2],
    /// Ends along the second parameter.
    pub y: [Rational; 2],
    /// What is proven.
    pub verdict: CellVerdict,
}

/// Divides a rectangle of two parameters into cells that are proven to cooperate or to collapse, halving
/// those through which the frontier runs `depth` times.
///
/// Sound where more of either parameter never hurts: then a profile that is sustained at a cell's lower
/// left corner is sustained in all of it, and one that is refuted at the upper right corner is refuted
/// in all of it. Both corners carry exact verdicts. Patience is such a parameter in games without
/// absorbing outcomes (Abreu, Pearce and Stacchetti 1990, theorem 6), a sanction on lone defectors another.
///
/// ```
/// use detente::collapse::{CellVerdict, phase_diagram};
/// use detente::prelude::*;
/// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
/// let cells = phase_diagram(&[0, 0].into(), ["1/10".parse()?, "9/10".parse()?], [0.into(), 2.into()], 3, |delta, size| {
///     let rivals = RepeatedGame::new(stage.clone(), delta)?;
///     let pact = Institution::named("pact").with(Sanction::on_lone_defectors(size.clone())?);
///     Ok::<_, Box<dyn std::error::Error>>(pact.apply(&rivals)?)
/// })?;
/// assert!(cells.iter().any(|cell| cell.verdict == CellVerdict::Cooperation));
/// assert!(cells.iter().any(|cell| cell.verdict == CellVerdict::SelfHelp));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If a game cannot be built or is not covered.
pub fn phase_diagram<E: From<crate::repeated::RepeatedError>>(
    profile: &Profile,
    x: [Rational; 2],
    y: [Rational; 2],
    depth: u8,
    game_at: impl Fn(&Rational, &Rational) -> Result<RepeatedGame, E>,
) -> Result<Vec<Cell>, E> {
    let mut known: HashMap<(Rational, Rational), Option<bool>> = HashMap::new();
    let mut sustained = |x: &Rational, y: &Rational| -> Result<Option<bool>, E> {
        if let Some(found) = known.get(&(x.clone(), y.clone())) {
            return Ok(*found);
        }
        let found = game_at(x, y)?.sustain(profile)?.is_sustained();
        known.insert((x.clone(), y.clone()), found);
        Ok(found)
    };
    let mut cells = Vec::new();
    let mut open = vec![(x, y, depth)];
    while let Some((x, y, depth)) = open.pop() {
        let verdict = match (sustained(&x[0], &y[0])?, sustained(&x[1], &y[1])?) {
            (Some(true), _) => CellVerdict::Cooperation,
            (_, Some(false)) => CellVerdict::SelfHelp,
            _ => CellVerdict::Frontier,
        };
        if verdict != CellVerdict::Frontier || depth == 0 {
            cells.push(Cell { x, y, verdict });
            continue;
        }
        let half = |ends: &[Rational; 2]| {
            let middle = (&ends[0] + &ends[1]) * Rational::new(1, 2);
            [[ends[0].clone(), middle.clone()], [middle, ends[1].clone()]]
        };
        for x in half(&x) {
            open.extend(half(&y).into_iter().map(|y| (x.clone(), y, depth - 1)));
        }
    }
    cells.sort_by(|a, b| (&a.y[0], &a.x[0]).cmp(&(&b.y[0], &b.x[0])));
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::game::Game;
    use crate::repeated::RepeatedError;

    #[test]
    fn cells_agree_with_the_closed_form_of_the_prisoners_dilemma() {
        // Temptation x, discount y: cooperation needs y >= (x - 3) / (x - 1), so less temptation helps.
        let r = |n: i64, d: i64| Rational::new(n, d);
        let cells = phase_diagram(&[0, 0].into(), [r(-6, 1), r(-4, 1)], [r(1, 10), r(9, 10)], 4, |x, y| {
            let stage = Game::prisoners_dilemma(-x.clone(), 3, 1, 0).map_err(RepeatedError::from)?;
            RepeatedGame::new(stage, y)
        })
        .unwrap();
        let critical = |x: &Rational| (-x - r(3, 1)) / (-x - r(1, 1));
        let mut area = Rational::ZERO;
        for cell in &cells {
            match cell.verdict {
                CellVerdict::Cooperation => assert!(cell.y[0] >= critical(&cell.x[0])),
                CellVerdict::SelfHelp => assert!(cell.y[1] < critical(&cell.x[1])),
                CellVerdict::Frontier => {}
            }
            area += (&cell.x[1] - &cell.x[0]) * (&cell.y[1] - &cell.y[0]);
        }
        assert_eq!(area, r(2, 1) * r(8, 10));
        assert!(cells.iter().filter(|c| c.verdict == CellVerdict::Frontier).count() < 40);
    }
}

//! The bargaining range: what both sides prefer to their outside payoffs, with and without a lottery.

use serde::{Deserialize, Serialize};

use super::numeric::bisect;
use crate::study::cells::Cells;
use crate::study::{InstitutionParameters, Primitives, WarAccounting};

/// What either side could do instead of the division on the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outside {
    /// Self-help by both.
    SelfHelp,
    /// A grab while the other complies.
    Grab,
}

/// How a share becomes a payoff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShareMeaning {
    /// The stake is split.
    Split,
    /// The whole stake is drawn by lot, a side's share being its chance (Fearon 1995; Powell 2006): in
    /// expectation indivisibility vanishes. After the draw the loser's incentives are those of `x` = 0 or 1.
    Lottery,
}

/// The bargaining range: the proposals that give both sides at least their outside payoff, in relative
/// terms and before any thought of enforcement; `None` where it is empty.
///
/// With [`ShareMeaning::Lottery`] the range is the one ex ante. That it is not empty restores the range
/// that indivisibility destroyed, so that what remains is a problem of commitment: see
/// [`Divisions::admissible`](super::Divisions::admissible) at the winner's and the loser's division.
///
/// ```
/// use detente::study::*;
/// let case = karabakh_data()?.phase("2004-10")?.at_modes()?.to_floats();
/// let none = InstitutionParameters::none();
/// let split = bargaining_range(&case, &none, Outside::SelfHelp, ShareMeaning::Split).unwrap();
/// let lottery = bargaining_range(&case, &none, Outside::SelfHelp, ShareMeaning::Lottery).unwrap();
/// assert!(lottery[1] - lottery[0] > split[1] - split[0]);
/// # Ok::<(), detente::study::StudyError>(())
/// ```
pub fn bargaining_range(
    case: &Primitives<f64>,
    institution: &InstitutionParameters<f64>,
    outside: Outside,
    meaning: ShareMeaning,
) -> Option<[f64; 2]> {
    let mut rewards = Cells::new(case, institution, WarAccounting::Transient);
    let instead = match outside {
        Outside::SelfHelp => [rewards.holding(), rewards.holding()],
        Outside::Grab => [0, 1].map(|side| rewards.policed(side, rewards.bare_grab(side))),
    };
    if meaning == ShareMeaning::Lottery {
        rewards.case.sides.iter_mut().for_each(|side| side.indivisibility = 0.0);
    }
    let weights = rewards.weights();
    let mut content = |side: usize, x: f64| {
        rewards.propose(x);
        let reward = rewards.reward();
        let over = |i: usize| reward[i] - instead[side][i];
        over(side) - weights[side] * over(1 - side) >= 0.0
    };
    let [low, high] = [0, 1].map(|side| {
        let (best, worst) = if side == 0 { (1.0, 0.0) } else { (0.0, 1.0) };
        if !content(side, best) {
            return None;
        }
        let edge = if content(side, worst) { worst } else { bisect(best, worst, |x| content(side, x)) };
        Some(edge)
    });
    let (low, high) = (low?, high?);
    (low <= high).then_some([low, high])
}

#[cfg(test)]
mod tests {
    use super::super::tests::free_case;
    use super::*;

    #[test]
    fn indivisibility_empties_the_range_at_the_closed_form_threshold_and_a_lottery_restores_it() {
        let mut case = free_case();
        case.victory = 0.45;
        (case.sides[0].war_cost, case.sides[1].war_cost) = (0.2, 0.25);
        (case.sides[0].peace_dividend, case.sides[1].peace_dividend) = (0.15, 0.1);
        let range = |iota: f64, meaning| {
            let mut case = case;
            case.sides.iter_mut().for_each(|side| side.indivisibility = iota);
            bargaining_range(&case, &InstitutionParameters::none(), Outside::SelfHelp, meaning)
        };
        assert!(range(0.69960, ShareMeaning::Split).is_some());
        assert!(range(0.69961, ShareMeaning::Split).is_none());
        assert!(range(1.0, ShareMeaning::Lottery).is_some());
    }

    #[test]
    fn offence_empties_the_range_at_the_closed_form_odds() {
        // (1 + C) / (1 - C) with C = sum (phi c + g - t) / v = .3.
        let mut case = free_case();
        case.sides.iter_mut().for_each(|side| (side.war_cost, side.peace_dividend) = (0.1, 0.15));
        let empty = |f: f64| {
            let case = Primitives { first_move: f, ..case };
            let none = InstitutionParameters::none();
            bargaining_range(&case, &none, Outside::Grab, ShareMeaning::Split).is_none()
        };
        assert!(!empty(1.8571) && empty(1.8572));
    }
}

//! Conflict of interest, and the room that is left for agreement.

use super::super::CollapseError;
use crate::exact::Rational;
use crate::game::Game;
use crate::geometry::Polygon;

/// Axelrod's conflict of interest: the share of joint demands that cannot be met (Axelrod, Conflict of
/// interest: an axiomatic approach, Journal of Conflict Resolution 11, 1967; Conflict of Interest, 1970).
///
/// A joint demand asks for something between a player's payoff without agreement and the best that the
/// player can get while the other is not worse off than without it. It can be met if some lottery over
/// profiles gives both at least that much. Dividing a pie has conflict 1/2, the most there is with
/// lotteries, common interest 0; a
/// Prisoner's Dilemma has `(T - R) / (T - S)` if mutual self-help stands for no agreement and
/// `2 R >= T + S`. `None` if there is nothing to demand: no agreement is better for one side at least.
///
/// # Errors
/// If the game does not have two players.
pub fn conflict_of_interest(
    game: &Game<Rational>,
    no_agreement: &[Rational; 2],
) -> Result<Option<Rational>, CollapseError> {
    let agreements = individually_rational_set(game, no_agreement)?;
    let (Some(row), Some(column)) = (agreements.greatest(0), agreements.greatest(1)) else {
        return Ok(None);
    };
    let [u, v] = no_agreement;
    let demands = (row - u) * (column - v);
    if demands.is_zero() {
        return Ok(None);
    }
    // Asking for less is met as well: every agreement with all that lies below it.
    let below = agreements.vertices().iter().flat_map(|[x, y]| {
        [[x.clone(), y.clone()], [x.clone(), v.clone()], [u.clone(), y.clone()], [u.clone(), v.clone()]]
    });
    let met = Polygon::hull(below.collect()).area();
    Ok(Some(Rational::ONE - met / demands))
}

/// The payoffs of lotteries over profiles that give each player at least a threat.
///
/// # Errors
/// If the game does not have two players.
pub fn individually_rational_set(
    game: &Game<Rational>,
    threat: &[Rational; 2],
) -> Result<Polygon<Rational>, CollapseError> {
    game.expect_two_players("a set of payoffs in the plane")?;
    let point = |profile: usize| [0, 1].map(|player| game.payoff_at(profile, player).clone());
    let feasible = Polygon::hull((0..game.profiles()).map(point).collect());
    Ok(feasible.above(0, &threat[0]).above(1, &threat[1]))
}

/// The area of the sustained payoffs over that of the individually rational ones; `None` where the
/// latter have no area.
pub fn sustained_share(sustained: &Polygon<Rational>, rational: &Polygon<Rational>) -> Option<Rational> {
    sustained.area().checked_div(&rational.area())
}

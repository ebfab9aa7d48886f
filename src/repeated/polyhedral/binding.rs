//! Whose temptation binds, and what one unit less of it would buy: the prices of incentive constraints.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::solve::Solved;
use crate::exact::Rational;
use crate::game::Profile;
use crate::lp::{Bounds, LinearProgram, LpOptions, Relation, Solution};
use crate::repeated::planar::refute::{cycle_values, temptation};
use crate::repeated::polyhedral::enclose::half_spaces;
use crate::repeated::polyhedral::outer::Ending;
use crate::repeated::polyhedral::refute::exact_threat;
use crate::repeated::{Objective, Options, RepeatedError, RepeatedGame};

/// An incentive constraint that holds with equality at the best payoff for an objective (or fails most
/// at a target), with its price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BindingConstraint {
    /// The player who is tempted.
    pub player: usize,
    /// The profile from which the player is tempted to deviate.
    pub profile: Profile,
    /// What the objective gains per unit by which the player's best deviation were worth less (as an
    /// average payoff), before the equilibrium set itself responds. For a profile played for ever: the
    /// share of what is missing that one unit makes up for; 0 where the constraint just holds and nothing
    /// is missing.
    pub price: Rational,
}

impl fmt::Display for BindingConstraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the temptation of player {} to deviate from {} binds: one unit less of it would buy {:.4}",
            self.player + 1,
            self.profile,
            self.price.to_f64()
        )
    }
}

impl RepeatedGame {
    /// The incentive constraints that bind at the best payoff for an objective over the outer set, with
    /// their prices: exact duals of the linear program of the profile that attains it.
    ///
    /// Empty where nothing binds (the best payoff is that of a profile which players keep to anyway) and
    /// where V is empty.
    ///
    /// ```
    /// use detente::{Game, repeated::{Objective, Options, RepeatedGame}};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "3/5")?;
    /// let binding = game.binding_constraints(Objective::Player(0), &Options::default())?;
    /// assert_eq!(binding[0].player, 1); // The other side's temptation limits what player 0 can get.
    /// println!("{}", binding[0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A player that does not exist, or a linear program that ran out of time.
    pub fn binding_constraints(
        &self,
        objective: Objective,
        options: &Options,
    ) -> Result<Vec<BindingConstraint>, RepeatedError> {
        crate::repeated::Target::Objective(objective).check(self)?;
        let solved = Solved::new(self, options, &options.budget())?;
        if solved.ending == Ending::Empty {
            return Ok(Vec::new());
        }
        let direction = objective.weights(self.players());
        let mut best: Option<(Rational, Vec<BindingConstraint>)> = None;
        for &profile in &solved.outer.live {
            let Some((value, binding)) = self.best_with(profile, &direction, &solved)? else { continue };
            if best.as_ref().is_none_or(|(old, _)| value > *old) {
                best = Some((value, binding));
            }
        }
        Ok(best.map(|(_, binding)| binding).unwrap_or_default())
    }

    /// The constraint that fails most, relative to what can be lost, when a profile is played for ever
    /// against the threats of the outer set; `None` if none fails or binds.
    ///
    /// Failing most means the largest gain from deviating per unit of what the punishment takes away, which
    /// does not depend on a player's units; a player who has nothing to lose comes first.
    ///
    /// ```
    /// use detente::{Game, repeated::{Options, RepeatedGame}};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "2/5")?;
    /// let blocked = game.binding_at_profile(&[0, 0].into(), &Options::default())?.expect("too impatient");
    /// // 3/5 2 to gain against 2/5 2 to lose: 2/5 are missing, and one unit is more than that. The threat is
    /// // the outer set's, rounded outwards, and so is the price.
    /// assert_eq!(blocked.player, 0);
    /// assert!((blocked.price.to_f64() - 2.5).abs() < 1e-9);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`RepeatedGame::binding_constraints`]; a profile that is not one of the game.
    pub fn binding_at_profile(
        &self,
        profile: &Profile,
        options: &Options,
    ) -> Result<Option<BindingConstraint>, RepeatedError> {
        let index = self.stage().index(profile)?;
        let solved = Solved::new(self, options, &options.budget())?;
        let threat = exact_threat(&solved.stage, &solved.outer);
        let value = &cycle_values(self, &[index])[0];
        let mut worst: Option<(Rational, Rational, BindingConstraint)> = None;
        for player in 0..self.players() {
            let (gain, slack) = temptation(self, index, player, &value[player], &threat[player]);
            if gain < slack || !gain.is_positive() && slack.is_zero() {
                continue;
            }
            let price = (&gain - &slack).checked_recip().unwrap_or(Rational::ZERO);
            let constraint = BindingConstraint { player, profile: profile.clone(), price };
            // a / b > c / d without dividing: what can be lost may be nothing.
            let lost = if slack.is_positive() { slack } else { Rational::ZERO };
            if worst.as_ref().is_none_or(|(most, least, _)| &gain * least > most * &lost) {
                worst = Some((gain, lost, constraint));
            }
        }
        Ok(worst.map(|(.., constraint)| constraint))
    }

    /// The best value of a profile with continuations in the outer set, and the constraints that bind;
    /// `None` where it has no continuation.
    fn best_with(
        &self,
        profile: usize,
        direction: &[Rational],
        solved: &Solved,
    ) -> Result<Option<(Rational, Vec<BindingConstraint>)>, RepeatedError> {
        let (n, dynamics) = (self.players(), self.dynamics());
        let threat = exact_threat(&solved.stage, &solved.outer);
        let own: Vec<Rational> = (0..n).map(|i| dynamics.forever(profile, i)).collect();
        let cap: Rational = own.iter().zip(direction).map(|(x, h)| x * h).sum();
        let stays = (0..n).all(|i| own[i] >= dynamics.best_deviation(profile, i, &threat[i]));
        let carry: Vec<&Rational> = (0..n).map(|i| dynamics.carry(profile, i)).collect();
        // Where patience differs, what the profile pays for ever bounds nothing.
        let capped = self.discount().common().is_some();
        if stays && (capped || carry[0].is_zero()) {
            return Ok(Some((cap, Vec::new())));
        }
        let mut program = LinearProgram::maximise();
        for (h, k) in direction.iter().zip(&carry) {
            program.add_variable(h * *k, Bounds::free());
        }
        for (l, half) in half_spaces(solved).into_iter().enumerate() {
            program.add_row(
                format!("side {l}"),
                half.normal.into_iter().enumerate(),
                Relation::AtMost,
                half.bound,
            )?;
        }
        let mut rows = Vec::with_capacity(n);
        for (i, u) in threat.iter().enumerate() {
            let Some(needed) = dynamics.required_continuation(profile, i, u) else { return Ok(None) };
            rows.push(program.add_row(
                format!("player {i}"),
                [(i, Rational::ONE)],
                Relation::AtLeast,
                needed,
            )?);
        }
        let optimum = match program.solve(&LpOptions::default())? {
            Solution::Optimal(optimum) => optimum,
            Solution::Infeasible { .. } | Solution::Unbounded { .. } => return Ok(None),
        };
        let today: Rational = (0..n).map(|i| &direction[i] * dynamics.constant(profile, i)).sum();
        // Beyond the profile's own value nothing counts: there no constraint holds anything back.
        let value = today + &optimum.objective;
        let value = if capped { value.min(cap) } else { value };
        let binding = rows
            .iter()
            .enumerate()
            .filter(|(_, row)| optimum.dual[**row].is_negative())
            // The needed continuation falls by 1 / carry per unit of the deviation's value.
            .map(|(player, row)| BindingConstraint {
                player,
                profile: self.stage().profile(profile),
                price: -&optimum.dual[*row] / carry[player],
            })
            .collect();
        Ok(Some((value, binding)))
    }
}

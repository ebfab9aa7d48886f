//! What allowing side payments changes.

use std::fmt;

use super::RelationalGame;
use crate::exact::Rational;
use crate::game::Profile;
use crate::repeated::{
    Critical, CriticalTarget, Objective, Options, Punishment, RepeatedError, RepeatedGame, Status,
    critical_discount,
};

/// The same rivals without and with side payments.
#[derive(Debug, Clone, PartialEq)]
pub struct TransferComparison {
    /// The discount factor at which welfare is compared.
    pub discount: Rational,
    /// The profile whose critical discount factors are compared.
    pub profile: Profile,
    /// Its critical discount factor without payments, with evidence (optimal penal codes).
    pub critical_without: Critical,
    /// Its critical discount factor with payments, exactly; `None` if no patience suffices.
    pub critical_with: Option<Rational>,
    /// The greatest sum of payoffs attained without payments; `None` if nothing was found.
    pub welfare_without: Option<Rational>,
    /// An upper bound on that sum; `None` if there is no equilibrium in pure actions.
    pub welfare_bound_without: Option<f64>,
    /// The greatest sum of payoffs with payments, exactly; `None` if there is no equilibrium in pure
    /// actions.
    pub welfare_with: Option<Rational>,
    /// The greatest sum of payoffs in the stage game.
    pub first_best: Rational,
}

impl RelationalGame {
    /// Compares a repeated game without and with side payments: from which discount factor on a profile
    /// can be played for ever, and the greatest welfare at the game's own discount factor.
    ///
    /// Payments can only help: whoever is tempted can be paid out of the slack of those who are not, and
    /// fines add to punishments.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::{Options, RepeatedGame, transfers::RelationalGame}};
    /// // The second side has little to gain from peace: 2 instead of 3/2.
    /// let r = |n: i64, d: i64| Rational::new(n, d);
    /// let stage = Game::bimatrix(
    ///     &[[r(4, 1), r(0, 1)], [r(5, 1), r(1, 1)]],
    ///     &[[r(2, 1), r(4, 1)], [r(0, 1), r(3, 2)]],
    /// )?;
    /// let game = RepeatedGame::new(stage, "1/2")?;
    /// let compared = RelationalGame::compare(&game, &[0, 0].into(), &Options::default())?;
    /// assert_eq!(compared.critical_without.exact, Some(r(4, 5)));
    /// assert_eq!(compared.critical_with, Some(r(6, 13)));
    /// assert_eq!(compared.welfare_with, Some(r(6, 1)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A profile that is not one of the game; unequal patience or profiles that can end the game.
    pub fn compare(
        game: &RepeatedGame,
        profile: &Profile,
        options: &Options,
    ) -> Result<TransferComparison, RepeatedError> {
        let relational = RelationalGame::of(game)?;
        let discount = game.common_discount("the comparison with transfers")?;
        let stage = game.stage();
        let critical_with = relational.critical_discount(profile)?;
        let target = CriticalTarget::Profile(profile.clone());
        let critical_without = critical_discount(stage, &target, Punishment::Optimal, options)?;
        let best = game.best(Objective::Welfare, options)?;
        let sums = (0..stage.profiles()).map(|a| stage.payoffs_at(a).iter().sum::<Rational>());
        Ok(TransferComparison {
            discount: discount.clone(),
            profile: profile.clone(),
            critical_without,
            critical_with,
            welfare_without: best.attained,
            welfare_bound_without: best.bound,
            welfare_with: relational.step_at(discount).map(|step| step.payoffs.joint.clone()),
            first_best: sums.max().unwrap_or_default(),
        })
    }
}

impl fmt::Display for TransferComparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_never = |x: &Option<Rational>| x.as_ref().map_or("never".into(), Rational::to_string);
        let without = match (&self.critical_without.exact, &self.critical_without.status) {
            (Some(exact), _) => exact.to_string(),
            (None, Status::Never) => "never".into(),
            (None, _) => {
                let Critical { lower, upper, .. } = &self.critical_without;
                let upper = upper.as_ref().map_or(1.0, Rational::to_f64);
                format!("between {:.6} and {upper:.6}", lower.to_f64())
            }
        };
        writeln!(f, "{} can be played for ever", self.profile)?;
        writeln!(f, "  without payments from: {without}")?;
        writeln!(f, "  with payments from:    {}", or_never(&self.critical_with))?;
        writeln!(f, "welfare at discount factor {} (first best {})", self.discount, self.first_best)?;
        let none = |x: &Option<Rational>| x.as_ref().map_or("none".into(), Rational::to_string);
        writeln!(f, "  without payments: {}", none(&self.welfare_without))?;
        write!(f, "  with payments:    {}", none(&self.welfare_with))
    }
}

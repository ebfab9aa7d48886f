//! Trust as incomplete information: is the other side after security or after expansion?
//!
//! Each side is a *security seeker* with probability `trust`, else an *expansionist*, independently, and
//! only it knows which. A seeker would rather cooperate with a cooperator (`R >= T`, a Stag Hunt); for an
//! expansionist defection is dominant (`R < T`, `S < P`). Kydd ("Trust, reassurance, and cooperation",
//! International Organization 54, 2000) asks how much trust a seeker needs: with probability
//!
//! `tau* = (P - S) / ((R - T) + (P - S))`
//!
//! or more that the other is a seeker (who then cooperates too), cooperation is a best reply. A shadow of the
//! future ([`TrustGame::with_future`]) and a guarantee for the exploited side
//! ([`TrustGame::with_guarantee`]) lower the threshold, verified signals ([`trust_needed_before_signals`])
//! lower the trust that is needed in advance.
//!
//! What a mediator adds is measured by linear programs ([`TrustGame::best_cooperation`]). One who *knows*
//! the types gets all that there is to get, cooperation of two seekers, `tau^2`, however little trust there
//! is. One who has to *ask* gets nothing below `tau*`: an expansionist gains by posing as a seeker
//! as long as `T > P` for it. Verification matters, talk does not; where expansionists have no use for
//! being trusted (`T = P`), asking is enough again.

use serde::{Deserialize, Serialize};

use crate::equilibrium::bayesian::{BayesianGame, Mediator, OptimalMediation, optimal_mediation};
use crate::equilibrium::{EquilibriumError, Objective};
use crate::exact::Rational;
use crate::game::{Game, GameError};
use crate::lp::LpOptions;

/// Payoffs of one type of side in a 2 x 2 game of cooperation and defection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustPayoffs {
    /// T: defects alone.
    pub temptation: Rational,
    /// R: both cooperate.
    pub reward: Rational,
    /// P: both defect.
    pub punishment: Rational,
    /// S: cooperates alone.
    pub sucker: Rational,
}

impl TrustPayoffs {
    /// Payoffs in the customary order.
    pub fn new(
        temptation: impl Into<Rational>,
        reward: impl Into<Rational>,
        punishment: impl Into<Rational>,
        sucker: impl Into<Rational>,
    ) -> Self {
        let (temptation, reward) = (temptation.into(), reward.into());
        TrustPayoffs { temptation, reward, punishment: punishment.into(), sucker: sucker.into() }
    }

    /// The payoff of an own action against another's, 0 for cooperation.
    fn at(&self, own: usize, other: usize) -> &Rational {
        match (own, other) {
            (0, 0) => &self.reward,
            (0, _) => &self.sucker,
            (_, 0) => &self.temptation,
            _ => &self.punishment,
        }
    }
}

/// Two sides, each a security seeker or an expansionist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustGame {
    /// A seeker's payoffs.
    pub seeker: TrustPayoffs,
    /// An expansionist's payoffs.
    pub expansionist: TrustPayoffs,
    /// The probability that a side is a seeker, strictly between 0 and 1.
    pub trust: Rational,
}

impl TrustGame {
    /// The least probability of facing a seeker at which seekers cooperate with each other and nobody
    /// else does; `None` if no trust is enough.
    ///
    /// ```
    /// use detente::{Rational, study::{TrustGame, TrustPayoffs}};
    /// let game = TrustGame {
    ///     seeker: TrustPayoffs::new(3, 4, 1, 0),
    ///     expansionist: TrustPayoffs::new(3, 2, 1, 0),
    ///     trust: Rational::new(1, 5),
    /// };
    /// assert_eq!(game.threshold(), Some(Rational::new(1, 2)));
    /// assert_eq!(game.with_guarantee(&Rational::new(3, 5)).threshold(), Some(Rational::new(2, 7)));
    /// ```
    pub fn threshold(&self) -> Option<Rational> {
        let fear = &self.seeker.punishment - &self.seeker.sucker;
        let assurance = &self.seeker.reward - &self.seeker.temptation;
        if assurance.is_negative() {
            return None;
        }
        if !fear.is_positive() {
            return Some(Rational::ZERO);
        }
        Some(&fear / &(assurance + &fear))
    }

    /// The game of a seeker who punishes a defection for ever, per period, with patience `discount`: whoever
    /// meets a defector, or defects alone, has mutual defection from the next period on.
    pub fn with_future(&self, discount: &Rational) -> Self {
        let now = &Rational::ONE - discount;
        let then = |first: &Rational| &now * first + discount * &self.seeker.punishment;
        let seeker = TrustPayoffs {
            temptation: then(&self.seeker.temptation),
            sucker: then(&self.seeker.sucker),
            ..self.seeker.clone()
        };
        TrustGame { seeker, ..self.clone() }
    }

    /// The game with a guarantee that makes up for a share of what a cooperator loses to a defector.
    pub fn with_guarantee(&self, share: &Rational) -> Self {
        let insured = |payoffs: &TrustPayoffs| TrustPayoffs {
            sucker: &payoffs.sucker + &(share * &(&payoffs.punishment - &payoffs.sucker)),
            ..payoffs.clone()
        };
        TrustGame { seeker: insured(&self.seeker), expansionist: insured(&self.expansionist), ..self.clone() }
    }

    /// The game of incomplete information: types *seeker* and *expansionist*, actions *cooperate* and
    /// *defect*.
    ///
    /// # Errors
    /// If the trust does not lie strictly between 0 and 1.
    pub fn bayesian(&self) -> Result<BayesianGame, GameError> {
        if !self.trust.is_positive() || self.trust >= Rational::ONE {
            return Err(GameError::OutOfRange {
                name: "trust".into(),
                value: self.trust.to_string(),
                range: "the probability of a seeker lies strictly between 0 and 1".into(),
            });
        }
        let chance = [self.trust.clone(), &Rational::ONE - &self.trust];
        let of = [&self.seeker, &self.expansionist];
        let game = BayesianGame::from_function(
            &[2, 2],
            |types| &chance[types[0]] * &chance[types[1]],
            |types| {
                let stage = Game::from_function(&[2, 2], |a| {
                    vec![of[types[0]].at(a[0], a[1]).clone(), of[types[1]].at(a[1], a[0]).clone()]
                })?;
                stage.labelled(["First", "Second"], vec![vec!["cooperate", "defect"]; 2])
            },
        )?;
        game.with_types(vec![vec!["seeker", "expansionist"]; 2])
    }

    /// The rule of a mediator that makes mutual cooperation most likely.
    ///
    /// ```
    /// use detente::{Rational, equilibrium::bayesian::Mediator, study::{TrustGame, TrustPayoffs}};
    /// let game = TrustGame {
    ///     seeker: TrustPayoffs::new(3, 4, 1, 0),
    ///     expansionist: TrustPayoffs::new(3, 2, 1, 0),
    ///     trust: Rational::new(1, 5),
    /// };
    /// assert_eq!(game.best_cooperation(Mediator::Omniscient)?.value, Some(Rational::new(1, 25)));
    /// assert_eq!(game.best_cooperation(Mediator::Eliciting)?.value, Some(Rational::ZERO));
    /// # Ok::<(), detente::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`TrustGame::bayesian`].
    pub fn best_cooperation(&self, mediator: Mediator) -> Result<OptimalMediation, EquilibriumError> {
        let game = self.bayesian()?;
        optimal_mediation(&game, mediator, &mutual_cooperation(), &LpOptions::default())
    }
}

/// The probability of mutual cooperation, as something to be maximised.
pub fn mutual_cooperation() -> Objective {
    Objective::Outcomes([1, 0, 0, 0].map(Rational::from).to_vec())
}

/// The trust that is needed before verified public signals about both sides come in: after a good signal,
/// right with probability `accuracy`, it has become the `threshold` (by Bayes' rule).
///
/// ```
/// use detente::{Rational, study::trust_needed_before_signals};
/// let needed = trust_needed_before_signals(&Rational::new(1, 2), &Rational::new(4, 5));
/// assert_eq!(needed, Some(Rational::new(1, 5)));
/// ```
///
/// `None` if the two numbers are no probabilities, or no good signal can come.
pub fn trust_needed_before_signals(threshold: &Rational, accuracy: &Rational) -> Option<Rational> {
    let probability = |p: &Rational| !p.is_negative() && *p <= Rational::ONE;
    if !probability(threshold) || !probability(accuracy) {
        return None;
    }
    let (doubt, error) = (&Rational::ONE - threshold, &Rational::ONE - accuracy);
    let misled = threshold * &error;
    misled.checked_div(&(&misled + &(doubt * accuracy)))
}

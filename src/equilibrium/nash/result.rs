//! Equilibria with their evidence.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::equilibrium::strategy::check_profile;
use crate::equilibrium::{EquilibriumError, MixedStrategy, action_payoffs};
use crate::exact::Rational;
use crate::game::Game;

/// A profile of mixed strategies with its exact payoffs and regret.
///
/// Serialises as `{"strategies": floats, "exact": fractions, "payoffs": floats, "regret": float}`.
#[derive(Debug, Clone, PartialEq)]
pub struct NashEquilibrium {
    /// One strategy per player.
    pub strategies: Vec<MixedStrategy>,
    /// Every player's expected payoff.
    pub payoffs: Vec<Rational>,
    /// The most that any player gains by a unilateral deviation: exactly 0 at an equilibrium.
    pub regret: Rational,
}

impl NashEquilibrium {
    /// Evaluates a profile of mixed strategies in any game: payoffs and regret by substitution, with
    /// no trust in how the profile was found.
    ///
    /// ```
    /// use detente::{Game, equilibrium::{MixedStrategy, nash::NashEquilibrium}};
    /// let game = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let cooperate = MixedStrategy::pure(0, 2)?;
    /// let profile = NashEquilibrium::evaluate(&game, vec![cooperate.clone(), cooperate])?;
    /// assert_eq!(profile.regret, 2.into());
    /// assert!(!profile.is_equilibrium());
    /// # Ok::<(), detente::equilibrium::EquilibriumError>(())
    /// ```
    ///
    /// # Errors
    /// A wrong number of strategies, or one of a wrong length.
    pub fn evaluate(game: &Game<Rational>, strategies: Vec<MixedStrategy>) -> Result<Self, EquilibriumError> {
        check_profile(game, &strategies)?;
        let mut payoffs = Vec::with_capacity(game.players());
        let mut regret = Rational::ZERO;
        for player in 0..game.players() {
            let replies = action_payoffs(game, &strategies, player)?;
            let own = strategies[player].probabilities();
            let payoff: Rational = own.iter().zip(&replies).map(|(p, u)| p * u).sum();
            let gain = replies.into_iter().max().unwrap_or_default() - &payoff;
            payoffs.push(payoff);
            regret = regret.max(gain);
        }
        Ok(NashEquilibrium { strategies, payoffs, regret })
    }

    /// Whether nobody gains by deviating.
    pub fn is_equilibrium(&self) -> bool {
        self.regret.is_zero()
    }

    /// Whether every player plays one action for sure.
    pub fn is_pure(&self) -> bool {
        self.strategies.iter().all(|strategy| strategy.as_pure().is_some())
    }

    /// The actions of positive probability, player by player.
    pub fn supports(&self) -> Vec<Vec<usize>> {
        self.strategies.iter().map(MixedStrategy::support).collect()
    }
}

impl Serialize for NashEquilibrium {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let floats: Vec<Vec<f64>> = self.strategies.iter().map(MixedStrategy::to_floats).collect();
        let payoffs: Vec<f64> = self.payoffs.iter().map(Rational::to_f64).collect();
        let mut fields = serializer.serialize_struct("NashEquilibrium", 4)?;
        fields.serialize_field("strategies", &floats)?;
        fields.serialize_field("exact", &self.strategies)?;
        fields.serialize_field("payoffs", &payoffs)?;
        fields.serialize_field("regret", &self.regret.to_f64_up())?;
        fields.end()
    }
}

impl fmt::Display for NashEquilibrium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list =
            |numbers: &[Rational]| numbers.iter().map(Rational::to_string).collect::<Vec<_>>().join(", ");
        for strategy in &self.strategies {
            write!(f, "({}) ", list(strategy.probabilities()))?;
        }
        write!(f, "pays {}", list(&self.payoffs))
    }
}

/// How a list of equilibria was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// All pairs of vertices of the two best-response polytopes that have all labels together.
    VertexEnumeration,
    /// Complementary pivoting from a missing label.
    LemkeHowson,
    /// Every pair of supports, small ones first.
    SupportEnumeration,
    /// Branch and bound over which actions are unplayed and which are best replies.
    BranchAndBound,
    /// Every pure profile was checked for profitable deviations.
    PureEnumeration,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::VertexEnumeration => "vertex enumeration of the best-response polytopes, exact",
            Self::LemkeHowson => "Lemke-Howson, checked exactly",
            Self::SupportEnumeration => "enumeration of supports, exact",
            Self::BranchAndBound => "branch and bound with exact linear programs",
            Self::PureEnumeration => "enumeration of pure profiles, exact",
        })
    }
}

impl Serialize for Method {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Nash equilibria, how they were found, and whether the list is complete.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NashResult {
    /// Without duplicates. Where the equilibria form a continuum, its extreme points; see
    /// [`NashResult::components`].
    pub equilibria: Vec<NashEquilibrium>,
    /// True only if the list is proven to hold every extreme equilibrium of a two-player game.
    pub complete: bool,
    /// How they were found.
    pub method: Method,
}

impl fmt::Display for NashResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let which = if self.complete { "complete" } else { "not proven complete" };
        writeln!(f, "{} equilibria ({which}; {})", self.equilibria.len(), self.method)?;
        self.equilibria.iter().try_for_each(|equilibrium| writeln!(f, "{equilibrium}"))
    }
}

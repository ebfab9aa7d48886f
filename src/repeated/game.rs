//! The repeated game: a stage game, how patient the players are, and which outcomes end it.

use std::sync::{Arc, OnceLock};

use super::RepeatedError;
use super::dynamics::{Dynamics, ends_by_profile};
use super::fast::FloatGame;
use crate::exact::{Rational, Scalar};
use crate::game::Game;
pub use crate::game::{Absorbing, Discount};

/// What can be read as a discount factor: text and floats by their decimal literal (`0.1` is 1/10), or
/// an exact number, or a list with one per player.
pub trait IntoDiscount {
    /// The exact discount factor or factors.
    ///
    /// # Errors
    /// If it is not a number.
    fn into_discount(self) -> Result<Discount, RepeatedError>;
}
impl IntoDiscount for Discount {
    fn into_discount(self) -> Result<Discount, RepeatedError> {
        Ok(self)
    }
}
impl IntoDiscount for Rational {
    fn into_discount(self) -> Result<Discount, RepeatedError> {
        Ok(Discount::Common(self))
    }
}
impl IntoDiscount for &Rational {
    fn into_discount(self) -> Result<Discount, RepeatedError> {
        Ok(Discount::Common(self.clone()))
    }
}
impl IntoDiscount for &str {
    fn into_discount(self) -> Result<Discount, RepeatedError> {
        self.parse().map(Discount::Common).map_err(RepeatedError::BadDiscount)
    }
}
impl IntoDiscount for f64 {
    fn into_discount(self) -> Result<Discount, RepeatedError> {
        format!("{self:e}").as_str().into_discount()
    }
}
impl<const N: usize> IntoDiscount for [&str; N] {
    fn into_discount(self) -> Result<Discount, RepeatedError> {
        let list = self.into_iter().map(|text| text.parse().map_err(RepeatedError::BadDiscount));
        list.collect::<Result<_, _>>().map(Discount::PerPlayer)
    }
}
impl IntoDiscount for Vec<Rational> {
    fn into_discount(self) -> Result<Discount, RepeatedError> {
        Ok(Discount::PerPlayer(self))
    }
}

/// A stage game played for ever, discounted, with perfect monitoring and public randomisation.
///
/// Payoffs are averages: normalised by (1 - delta). Numbers are exact; a profile declared
/// [`Absorbing`] ends the game with a probability.
///
/// Players may differ in patience (a list of discount factors). Then they trade over time and reach
/// averages beyond the mixtures of what a year pays (Lehrer and Pauzner 1999), and more patience of one
/// player may destroy equilibria. What stays true is that V grows where the odds `d_i / (1 - d_i)` of all
/// players grow by the same factor: a point `v` generated with continuation `w` is generated with
/// `s w + (1 - s) v` where the odds are `1 / s` times as large. There critical values are offered:
/// [`critical_patience`](crate::repeated::critical_patience).
///
/// ```
/// use detente::{Game, repeated::RepeatedGame};
/// let rivals = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "2/5")?;
/// assert_eq!(rivals.discount().to_string(), "2/5");
/// assert!(RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1").is_err());
/// let unequal = rivals.with_discount(["1/2", "9/10"])?;
/// assert_eq!(unequal.sustain(&[0, 0].into())?.is_sustained(), Some(true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct RepeatedGame {
    stage: Game<Rational>,
    discount: Discount,
    absorbing: Vec<Absorbing>,
    /// Per player, the stage equilibrium that answers the player's deviations, where punishment is fixed:
    /// see [`RepeatedGame::reverting`].
    reversion: Option<Vec<usize>>,
    /// What profiles are worth, made when first needed.
    dynamics: OnceLock<Arc<Dynamics>>,
    /// The float image, made when first needed.
    float: OnceLock<Arc<FloatGame>>,
}

impl PartialEq for RepeatedGame {
    fn eq(&self, other: &Self) -> bool {
        (&self.stage, &self.discount) == (&other.stage, &other.discount)
            && (&self.absorbing, &self.reversion) == (&other.absorbing, &other.reversion)
    }
}

impl RepeatedGame {
    /// A repeated game without absorbing outcomes. Float payoffs are taken at their exact value.
    ///
    /// # Errors
    /// A discount factor that is no number, outside (0, 1), or a list of the wrong length.
    pub fn new<T: Scalar>(stage: Game<T>, discount: impl IntoDiscount) -> Result<Self, RepeatedError> {
        Self::with_absorbing(stage, discount, Vec::new())
    }

    /// A repeated game some of whose profiles may end it.
    ///
    /// # Errors
    /// As [`RepeatedGame::new`]; a profile that does not exist or is declared twice, a probability
    /// outside [0, 1], a payoff list of the wrong length.
    pub fn with_absorbing<T: Scalar>(
        stage: Game<T>,
        discount: impl IntoDiscount,
        absorbing: Vec<Absorbing>,
    ) -> Result<Self, RepeatedError> {
        let (stage, discount) = (stage.to_exact(), discount.into_discount()?);
        check_discount(&discount, stage.players())?;
        if !absorbing.is_empty() {
            ends_by_profile(&stage, &absorbing)?;
        }
        let dynamics = OnceLock::new();
        Ok(RepeatedGame { stage, discount, absorbing, reversion: None, dynamics, float: OnceLock::new() })
    }

    /// The stage game.
    pub fn stage(&self) -> &Game<Rational> {
        &self.stage
    }
    /// The discount factor or factors.
    pub fn discount(&self) -> &Discount {
        &self.discount
    }
    /// The outcomes that may end the game.
    pub fn absorbing(&self) -> &[Absorbing] {
        &self.absorbing
    }
    /// The number of players.
    pub fn players(&self) -> usize {
        self.stage.players()
    }
    /// Whether no profile can end the game (absorbing outcomes with probability 0 do not count).
    pub fn is_purely_repeated(&self) -> bool {
        self.absorbing.iter().all(|a| a.probability.is_zero())
    }

    /// The same game with other discount factors.
    ///
    /// # Errors
    /// As [`RepeatedGame::new`].
    pub fn with_discount(&self, discount: impl IntoDiscount) -> Result<Self, RepeatedError> {
        let game = Self::with_absorbing(self.stage.clone(), discount, self.absorbing.clone())?;
        Ok(RepeatedGame { reversion: self.reversion.clone(), ..game })
    }

    /// The same game with punishment restricted to reversion: whoever deviates faces `plan[i]`, a stage
    /// equilibrium, for ever; write `e_i` for what that pays him. `plan` names a stage equilibrium for
    /// every player such that none of them pays player `i` less than `e_i`.
    ///
    /// What such punishment sustains is the largest set that generates itself (Abreu, Pearce and
    /// Stacchetti 1990) *within* the payoffs that give every player at least `e_i`: its least payoffs are
    /// the `e_i` themselves, because the equilibria of the plan belong to it. So all solvers apply as they
    /// are, with `e` in the place of pure minmax; and since nobody may ever be worth less than `e_i`, a
    /// profile's best-reply payoffs below `e_i` count as `e_i`: `v_i >= (1-d) max(b_i, e_i) + d e_i`.
    /// (Without that, a punishment could be a reward, and more patience would break the play.)
    ///
    /// The set grows with a common discount factor: the proof of theorem 6 of Abreu, Pearce and Stacchetti
    /// uses no more of the threats than that `v_i >= e_i`.
    pub(crate) fn reverting(self, plan: Vec<usize>) -> Self {
        let reversion = Some(plan);
        RepeatedGame { reversion, dynamics: OnceLock::new(), float: OnceLock::new(), ..self }
    }

    /// Who is punished by which stage equilibrium, where punishment is fixed.
    pub(crate) fn reversion(&self) -> Option<&[usize]> {
        self.reversion.as_deref()
    }

    /// The best-reply payoff of a player, or what reversion pays him if that is more.
    pub(crate) fn temptation_payoff(&self, profile: usize, player: usize) -> &Rational {
        temptation_payoff(&self.stage, self.reversion(), profile, player)
    }

    /// The same players and discount factors with another stage game of the same shape; absorbing
    /// outcomes stay.
    ///
    /// # Errors
    /// As [`RepeatedGame::with_absorbing`].
    pub fn with_stage<T: Scalar>(&self, stage: Game<T>) -> Result<Self, RepeatedError> {
        Self::with_absorbing(stage, self.discount.clone(), self.absorbing.clone())
    }

    /// The float image for the fast two-player solver.
    ///
    /// # Errors
    /// If the game does not have two players.
    pub(crate) fn float(&self) -> Result<&Arc<FloatGame>, RepeatedError> {
        if let Some(ready) = self.float.get() {
            return Ok(ready);
        }
        let made = Arc::new(FloatGame::of(self)?);
        Ok(self.float.get_or_init(|| made))
    }

    /// Whether the geometry of two equally patient players applies.
    pub(crate) fn is_planar(&self) -> bool {
        self.players() == 2 && self.discount.common().is_some()
    }

    /// What every profile pays and carries on.
    pub(crate) fn dynamics(&self) -> &Dynamics {
        self.dynamics.get_or_init(|| {
            Arc::new(Dynamics::new(&self.stage, &self.discount, &self.absorbing, self.reversion()))
        })
    }

    /// The common discount factor, for theory that needs one.
    ///
    /// # Errors
    /// [`RepeatedError::NotCovered`] if the players' patience differs.
    pub fn common_discount(&self, question: &'static str) -> Result<&Rational, RepeatedError> {
        self.discount.common().ok_or_else(|| RepeatedError::NotCovered {
            question,
            what: "players of unequal patience".into(),
            instead: "give one discount factor for all players: where patience differs, more of it for one \
                      player may destroy equilibria, and bisection would prove nothing"
                .into(),
        })
    }
}

/// See [`RepeatedGame::temptation_payoff`].
pub(super) fn temptation_payoff<'a>(
    stage: &'a Game<Rational>,
    reversion: Option<&[usize]>,
    profile: usize,
    player: usize,
) -> &'a Rational {
    let best = stage.best_reply_payoff(profile, player);
    reversion.map_or(best, |plan| best.max(stage.payoff_at(plan[player], player)))
}

pub(super) fn check_discount(discount: &Discount, players: usize) -> Result<(), RepeatedError> {
    let list = match discount {
        Discount::Common(delta) => std::slice::from_ref(delta),
        Discount::PerPlayer(list) if list.len() != players => {
            return Err(RepeatedError::DiscountCount { found: list.len(), expected: players });
        }
        Discount::PerPlayer(list) => list,
    };
    match list.iter().find(|d| !d.is_positive() || **d >= Rational::ONE) {
        Some(bad) => Err(RepeatedError::DiscountOutOfRange { value: bad.to_string() }),
        None => Ok(()),
    }
}

/// Reads one discount factor for all players.
pub(super) fn read_common(
    discount: impl IntoDiscount,
    players: usize,
    question: &'static str,
) -> Result<Rational, RepeatedError> {
    let discount = discount.into_discount()?;
    check_discount(&discount, players)?;
    discount.common().cloned().ok_or_else(|| RepeatedError::NotCovered {
        question,
        what: "players of unequal patience".into(),
        instead: "give one discount factor for all players".into(),
    })
}

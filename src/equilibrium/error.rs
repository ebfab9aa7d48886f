//! What can go wrong with a one-shot solution concept.

use crate::error::Explain;
use crate::game::GameError;
use crate::lp::LpError;

/// Why a solution concept has no answer for a game, or why a strategy was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EquilibriumError {
    /// The game does not fit the concept.
    #[error(transparent)]
    Game(#[from] GameError),
    /// A linear program behind the concept could not be solved or certified.
    #[error(transparent)]
    Lp(#[from] LpError),
    /// A mixed strategy over no actions.
    #[error("a mixed strategy needs at least one action")]
    EmptyStrategy,
    /// A pure strategy names an action beyond the player's last.
    #[error("there is no action {action} among {of}")]
    NoSuchAction {
        /// The action.
        action: usize,
        /// How many actions there are.
        of: usize,
    },
    /// A probability is negative.
    #[error("the probability of action {action} is {value}, below zero")]
    NegativeProbability {
        /// The action (or the index of the profile, for a distribution over profiles).
        action: usize,
        /// Its probability.
        value: String,
    },
    /// Probabilities do not sum to one.
    #[error("the probabilities sum to {sum}, not to 1")]
    ProbabilitySum {
        /// Their sum.
        sum: String,
    },
    /// A strategy (or a distribution) has another length than the game asks for.
    #[error("the strategy of player {player} has {found} probabilities, the player has {expected} actions")]
    StrategyLength {
        /// The player.
        player: usize,
        /// Probabilities given.
        found: usize,
        /// Actions of the player.
        expected: usize,
    },
    /// An objective is none of the known ones.
    #[error("there is no objective '{found}'")]
    UnknownObjective {
        /// The objective as given.
        found: String,
    },
    /// A weighted objective does not have one weight per player.
    #[error("the objective has {found} weights, the game has {expected} players")]
    WeightCount {
        /// Weights given.
        found: usize,
        /// Players.
        expected: usize,
    },
    /// The game has more profiles than the concept's linear program takes.
    #[error("the game has {found} profiles, more than the {limit} that a plan may range over")]
    TooManyProfiles {
        /// Profiles of the game.
        found: usize,
        /// The most that are accepted.
        limit: usize,
    },
    /// Payoffs do not have the same sum at every profile.
    #[error("the payoffs sum to {found} at profile {profile:?} and to {expected} at the first profile")]
    NotConstantSum {
        /// The first profile whose sum differs.
        profile: Vec<usize>,
        /// The sum there.
        found: String,
        /// The sum at the first profile.
        expected: String,
    },
}

impl Explain for EquilibriumError {
    fn kind(&self) -> &'static str {
        match self {
            Self::Game(source) => source.kind(),
            Self::Lp(source) => source.kind(),
            Self::EmptyStrategy => "EmptyStrategy",
            Self::NoSuchAction { .. } => "NoSuchAction",
            Self::NegativeProbability { .. } => "NegativeProbability",
            Self::ProbabilitySum { .. } => "ProbabilitySum",
            Self::StrategyLength { .. } => "StrategyLength",
            Self::UnknownObjective { .. } => "UnknownObjective",
            Self::WeightCount { .. } => "WeightCount",
            Self::TooManyProfiles { .. } => "TooManyProfiles",
            Self::NotConstantSum { .. } => "NotConstantSum",
        }
    }

    fn location(&self) -> String {
        match self {
            Self::Game(source) => source.location(),
            Self::Lp(source) => source.location(),
            Self::EmptyStrategy | Self::ProbabilitySum { .. } => "probabilities".into(),
            Self::NoSuchAction { .. } => "action".into(),
            Self::NegativeProbability { action, .. } => format!("probabilities[{action}]"),
            Self::StrategyLength { player, .. } => format!("strategies[{player}]"),
            Self::UnknownObjective { .. } | Self::WeightCount { .. } => "objective".into(),
            Self::TooManyProfiles { .. } => "payoffs".into(),
            Self::NotConstantSum { profile, .. } => {
                profile.iter().fold("payoffs".into(), |path, action| format!("{path}[{action}]"))
            }
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Game(source) => source.hint(),
            Self::Lp(source) => source.hint(),
            Self::EmptyStrategy => "give one probability per action".into(),
            Self::NoSuchAction { of, .. } => format!("actions are counted from 0 to {}", of.saturating_sub(1)),
            Self::NegativeProbability { .. } | Self::ProbabilitySum { .. } => {
                "probabilities lie in [0, 1] and sum to exactly 1; write thirds as \"1/3\"".into()
            }
            Self::StrategyLength { expected, .. } => format!("give {expected} probabilities"),
            Self::UnknownObjective { .. } => {
                "use welfare, min-welfare, maximin, or player: and an index or label".into()
            }
            Self::WeightCount { expected, .. } => format!("give {expected} weights, one per player"),
            Self::TooManyProfiles { .. } => "give a game with fewer players or actions".into(),
            Self::NotConstantSum { .. } => {
                "the zero-sum value needs payoffs that sum to one constant; ask for nash, correlated or minmax"
                    .into()
            }
        }
    }
}

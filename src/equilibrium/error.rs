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
    /// An objective does not have one number per outcome.
    #[error("the objective has {found} numbers, there are {expected} outcomes")]
    OutcomeCount {
        /// Numbers given.
        found: usize,
        /// Outcomes.
        expected: usize,
    },
    /// Players differ, in their actions (no profile) or in their payoffs at a profile.
    #[error("players {} and {} differ{}", players[0], players[1], at(profile))]
    NotSymmetric {
        /// The two players.
        players: [usize; 2],
        /// Where exchanging them changes payoffs; absent if they have different numbers of actions.
        profile: Option<Vec<usize>>,
    },
    /// A polytope has more inequalities than the enumeration of its vertices takes.
    #[error("the plans of the game obey {found} inequalities, more than the {limit} that are accepted")]
    TooManyInequalities {
        /// Inequalities of the polytope.
        found: usize,
        /// The most that are accepted.
        limit: usize,
    },
    /// An enumeration met more extreme points than it keeps.
    #[error("the enumeration met more than {limit} extreme points")]
    TooManyExtremePoints {
        /// The most that are kept.
        limit: usize,
    },
    /// A game is too large for following a path of mixed profiles.
    #[error(
        "a path in this game works on {found} numbers at a time, more than the {limit} that are accepted"
    )]
    PathTooLarge {
        /// The size.
        found: usize,
        /// The most that is accepted.
        limit: usize,
    },
    /// Evidence does not prove what it is said to prove.
    #[error("the evidence is false: {what}")]
    FalseEvidence {
        /// What does not hold.
        what: String,
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

fn at(profile: &Option<Vec<usize>>) -> String {
    match profile {
        Some(profile) => format!(": exchanging them changes a payoff at profile {profile:?}"),
        None => " in the number of their actions".into(),
    }
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
            Self::OutcomeCount { .. } => "OutcomeCount",
            Self::NotSymmetric { .. } => "NotSymmetric",
            Self::TooManyInequalities { .. } => "TooManyInequalities",
            Self::TooManyExtremePoints { .. } => "TooManyExtremePoints",
            Self::PathTooLarge { .. } => "PathTooLarge",
            Self::FalseEvidence { .. } => "FalseEvidence",
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
            Self::UnknownObjective { .. } | Self::WeightCount { .. } | Self::OutcomeCount { .. } => {
                "objective".into()
            }
            Self::TooManyProfiles { .. }
            | Self::TooManyInequalities { .. }
            | Self::TooManyExtremePoints { .. }
            | Self::PathTooLarge { .. } => "payoffs".into(),
            Self::NotSymmetric { players, profile } => match profile {
                Some(profile) => {
                    profile.iter().fold("payoffs".into(), |path, action| format!("{path}[{action}]"))
                }
                None => format!("actions[{}]", players[1]),
            },
            Self::FalseEvidence { .. } => String::new(),
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
            Self::OutcomeCount { expected, .. } => format!("give {expected} numbers, one per outcome"),
            Self::NotSymmetric { .. } => {
                "give a game in which payoffs do not depend on who is called what, or ask for all plans".into()
            }
            Self::TooManyProfiles { .. }
            | Self::TooManyInequalities { .. }
            | Self::TooManyExtremePoints { .. }
            | Self::PathTooLarge { .. } => "give a game with fewer players or actions".into(),
            Self::FalseEvidence { .. } => {
                "the result was changed, or belongs to another game; solve the game again".into()
            }
            Self::NotConstantSum { .. } => {
                "the zero-sum value needs payoffs that sum to one constant; ask for nash, correlated or minmax"
                    .into()
            }
        }
    }
}

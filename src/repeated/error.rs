//! What can be wrong with a repeated game, and why a question about one can have no answer.

use crate::error::Explain;
use crate::exact::ParseRationalError;
use crate::game::GameError;
use crate::lp::LpError;
use crate::repeated::monitoring::MonitoringError;
use crate::repeated::strategies::StrategyError;

/// Why a repeated game was refused or a question about it was not answered.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RepeatedError {
    /// A discount factor lies outside (0, 1).
    #[error("the discount factor {value} is not strictly between 0 and 1")]
    DiscountOutOfRange {
        /// The value as given.
        value: String,
    },
    /// A discount factor is not a number.
    #[error("the discount factor: {0}")]
    BadDiscount(#[source] ParseRationalError),
    /// A list of discount factors of the wrong length.
    #[error("{found} discount factors are given for {expected} players")]
    DiscountCount {
        /// Factors given.
        found: usize,
        /// Players of the game.
        expected: usize,
    },
    /// No discount factor was given where one is needed.
    #[error("the game has no discount factor")]
    NoDiscount,
    /// Something about the stage game, a profile or an absorbing outcome.
    #[error(transparent)]
    Game(#[from] GameError),
    /// An absorbing outcome is given twice for a profile.
    #[error("the profile {profile:?} is declared absorbing twice")]
    DuplicateAbsorbing {
        /// The profile's actions.
        profile: Vec<usize>,
    },
    /// A target payoff has the wrong number of entries.
    #[error("the target payoff names {found} numbers, the game has {expected} players")]
    WrongPayoff {
        /// Numbers given.
        found: usize,
        /// Players of the game.
        expected: usize,
    },
    /// The theory behind the question does not cover this game.
    #[error("{question} is not answered for {what}")]
    NotCovered {
        /// The question.
        question: &'static str,
        /// What about the game is outside the theory used.
        what: String,
        /// What can be asked instead.
        instead: String,
    },
    /// An option is outside its range.
    #[error("the option {name} = {value} is outside its range")]
    BadOption {
        /// The option.
        name: &'static str,
        /// The value.
        value: String,
        /// The range.
        range: &'static str,
    },
    /// Something about signals or public strategies.
    #[error(transparent)]
    Monitoring(Box<MonitoringError>),
    /// A linear program on the way failed.
    #[error(transparent)]
    Lp(#[from] LpError),
    /// A strategy, or a question about one.
    #[error(transparent)]
    Strategy(Box<StrategyError>),
}

impl From<StrategyError> for RepeatedError {
    fn from(error: StrategyError) -> Self {
        RepeatedError::Strategy(Box::new(error))
    }
}

impl From<MonitoringError> for RepeatedError {
    fn from(error: MonitoringError) -> Self {
        RepeatedError::Monitoring(Box::new(error))
    }
}

impl Explain for RepeatedError {
    fn kind(&self) -> &'static str {
        match self {
            Self::DiscountOutOfRange { .. } => "DiscountOutOfRange",
            Self::BadDiscount(e) => e.kind(),
            Self::DiscountCount { .. } => "DiscountCount",
            Self::NoDiscount => "NoDiscount",
            Self::Game(e) => e.kind(),
            Self::DuplicateAbsorbing { .. } => "DuplicateAbsorbing",
            Self::WrongPayoff { .. } => "WrongPayoff",
            Self::NotCovered { .. } => "NotCovered",
            Self::BadOption { .. } => "BadOption",
            Self::Monitoring(e) => e.kind(),
            Self::Lp(e) => e.kind(),
            Self::Strategy(e) => e.kind(),
        }
    }

    fn location(&self) -> String {
        match self {
            Self::DiscountOutOfRange { .. }
            | Self::BadDiscount(_)
            | Self::DiscountCount { .. }
            | Self::NoDiscount => "discount".into(),
            Self::Game(e) => e.location(),
            Self::DuplicateAbsorbing { .. } => "absorbing".into(),
            Self::WrongPayoff { .. } => "payoff".into(),
            Self::NotCovered { question, .. } => (*question).into(),
            Self::BadOption { name, .. } => (*name).into(),
            Self::Monitoring(e) => e.location(),
            Self::Lp(e) => e.location(),
            Self::Strategy(e) => e.location(),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::DiscountOutOfRange { .. } => {
                "a discount factor is above 0 (players care about tomorrow) and below 1".into()
            }
            Self::BadDiscount(e) => e.hint(),
            Self::DiscountCount { .. } => "give one discount factor for all, or one per player".into(),
            Self::NoDiscount => "give one in the file (\"discount\": \"9/10\") or on the command line".into(),
            Self::Game(e) => e.hint(),
            Self::DuplicateAbsorbing { .. } => "declare each profile at most once".into(),
            Self::WrongPayoff { expected, .. } => format!("name {expected} numbers, separated by commas"),
            Self::NotCovered { instead, .. } => instead.clone(),
            Self::BadOption { range, .. } => (*range).into(),
            Self::Monitoring(e) => e.hint(),
            Self::Lp(e) => e.hint(),
            Self::Strategy(e) => e.hint(),
        }
    }
}

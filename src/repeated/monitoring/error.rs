//! What can be wrong with a signal structure or a public automaton.

use crate::equilibrium::EquilibriumError;
use crate::error::Explain;
use crate::exact::Rational;
use crate::game::GameError;

/// Why a signal structure was refused, or a public automaton is no equilibrium.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MonitoringError {
    /// There is no signal.
    #[error("there is no signal")]
    NoSignals,
    /// Two signals have the same name.
    #[error("the signal '{label}' is listed twice")]
    DuplicateSignal {
        /// The name.
        label: String,
    },
    /// A text that is no signal structure.
    #[error("{location}: {message}")]
    Format {
        /// Where.
        location: String,
        /// What is wrong.
        message: String,
    },
    /// A list of the wrong length.
    #[error("{location}: {found} entries, {expected} are needed")]
    Count {
        /// Where.
        location: String,
        /// Entries found.
        found: usize,
        /// Entries needed.
        expected: usize,
    },
    /// A table that is too large.
    #[error("{profiles} profiles with {signals} signals are too many")]
    TooLarge {
        /// Profiles of the stage game.
        profiles: usize,
        /// Signals.
        signals: usize,
    },
    /// Probabilities that are no lottery.
    #[error("{location}: the probabilities are not a lottery (they sum to {sum})")]
    NotALottery {
        /// Where.
        location: String,
        /// Their sum.
        sum: Rational,
    },
    /// A state that does not exist.
    #[error("{location}: points to a state that does not exist")]
    NoSuchState {
        /// Where.
        location: String,
    },
    /// A discount factor outside (0, 1).
    #[error("the discount factor {value} is not strictly between 0 and 1")]
    DiscountOutOfRange {
        /// The value.
        value: String,
    },
    /// A stated value is not the value of playing on.
    #[error("state {state}: the value of player {player} is {actual}, not {stated}")]
    WrongValue {
        /// The state.
        state: usize,
        /// The player.
        player: usize,
        /// The value stated.
        stated: Rational,
        /// The value by substitution.
        actual: Rational,
    },
    /// A player gains by deviating once.
    #[error("state {state}: player {player} gains {gain} by action {action}")]
    Deviation {
        /// The state.
        state: usize,
        /// The deviator.
        player: usize,
        /// The action.
        action: usize,
        /// The gain in average payoff.
        gain: Rational,
    },
    /// A step of a proof about an outer set does not hold.
    #[error("{location} is not proven")]
    Unproven {
        /// Where.
        location: String,
    },
    /// Something about the stage game.
    #[error(transparent)]
    Game(#[from] GameError),
    /// Something about a mixed strategy.
    #[error(transparent)]
    Strategy(#[from] EquilibriumError),
}

impl Explain for MonitoringError {
    fn kind(&self) -> &'static str {
        match self {
            Self::NoSignals => "NoSignals",
            Self::DuplicateSignal { .. } => "DuplicateSignal",
            Self::Format { .. } => "Format",
            Self::Count { .. } => "Count",
            Self::TooLarge { .. } => "TooLarge",
            Self::NotALottery { .. } => "NotALottery",
            Self::NoSuchState { .. } => "NoSuchState",
            Self::DiscountOutOfRange { .. } => "DiscountOutOfRange",
            Self::WrongValue { .. } => "WrongValue",
            Self::Deviation { .. } => "Deviation",
            Self::Unproven { .. } => "Unproven",
            Self::Game(error) => error.kind(),
            Self::Strategy(error) => error.kind(),
        }
    }
    fn location(&self) -> String {
        match self {
            Self::NoSignals | Self::DuplicateSignal { .. } => "signals".into(),
            Self::Format { location, .. }
            | Self::Count { location, .. }
            | Self::NotALottery { location, .. }
            | Self::NoSuchState { location }
            | Self::Unproven { location } => location.clone(),
            Self::TooLarge { .. } => "law".into(),
            Self::DiscountOutOfRange { .. } => "discount".into(),
            Self::WrongValue { state, player, .. } => format!("states[{state}].value[{player}]"),
            Self::Deviation { state, .. } => format!("states[{state}].strategies"),
            Self::Game(error) => error.location(),
            Self::Strategy(error) => error.location(),
        }
    }
    fn hint(&self) -> String {
        match self {
            Self::NoSignals => "name at least one signal; with a single one nothing can be learnt".into(),
            Self::DuplicateSignal { .. } => "give every signal a name of its own".into(),
            Self::Format { .. } => {
                "write {\"signals\": [names], \"probabilities\": ..}, nested like the game's payoffs, with one \
                 probability per signal at the end"
                    .into()
            }
            Self::Count { .. } => "one entry per profile, signal, player or action, in order".into(),
            Self::TooLarge { .. } => "use a smaller game or fewer signals".into(),
            Self::NotALottery { .. } => "probabilities lie in [0, 1] and sum to exactly 1".into(),
            Self::NoSuchState { .. } => "states are counted from 0".into(),
            Self::DiscountOutOfRange { .. } => "a discount factor is above 0 and below 1".into(),
            Self::WrongValue { .. } => "values are averages, normalised by (1 - delta)".into(),
            Self::Deviation { .. } => "in an equilibrium no one-shot deviation pays".into(),
            Self::Unproven { .. } => "bounds fall only where multipliers prove it for every profile".into(),
            Self::Game(error) => error.hint(),
            Self::Strategy(error) => error.hint(),
        }
    }
}

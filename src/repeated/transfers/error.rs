//! Why a contract or a bound is refused.

use crate::error::Explain;
use crate::exact::Rational;
use crate::game::Profile;

/// Why a contract is no equilibrium, or a bound no proof.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ContractError {
    /// Something is missing or fits another game.
    #[error("{location}: {message}")]
    Malformed {
        /// Where.
        location: String,
        /// What.
        message: String,
    },
    /// Payments that add up to more than nothing: money from nowhere.
    #[error("{location}: the players receive {sum} more than they pay")]
    MoneyFromNowhere {
        /// Where.
        location: String,
        /// The sum of net receipts.
        sum: Rational,
    },
    /// A player gains by withholding a payment.
    #[error("{location}: player {player} gains {gain} by not paying")]
    Withholding {
        /// Where.
        location: String,
        /// The player.
        player: usize,
        /// The gain in average payoff.
        gain: Rational,
    },
    /// A player gains by playing something else.
    #[error("state {state}, profile {profile}: player {player} gains {gain} by deviating once")]
    Deviation {
        /// The state.
        state: usize,
        /// The profile prescribed.
        profile: Profile,
        /// The deviator.
        player: usize,
        /// The gain in average payoff.
        gain: Rational,
    },
    /// A round of a bound claims less than a profile that is still possible achieves.
    #[error("round {round} excludes profile {profile}, which the round before allows")]
    NotABound {
        /// The round.
        round: usize,
        /// The profile.
        profile: Profile,
    },
}

impl Explain for ContractError {
    fn kind(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "Malformed",
            Self::MoneyFromNowhere { .. } => "MoneyFromNowhere",
            Self::Withholding { .. } => "Withholding",
            Self::Deviation { .. } => "Deviation",
            Self::NotABound { .. } => "NotABound",
        }
    }
    fn location(&self) -> String {
        match self {
            Self::Malformed { location, .. }
            | Self::MoneyFromNowhere { location, .. }
            | Self::Withholding { location, .. } => location.clone(),
            Self::Deviation { state, .. } => format!("states[{state}]"),
            Self::NotABound { round, .. } => format!("rounds[{round}]"),
        }
    }
    fn hint(&self) -> String {
        match self {
            Self::Malformed { .. } => {
                "a contract has a state for the path and one to punish each player, with one payment per player"
                    .into()
            }
            Self::MoneyFromNowhere { .. } => "net receipts add up to 0, or below where money is burned".into(),
            Self::Withholding { .. } => "a payment is made only where refusing it costs at least as much".into(),
            Self::Deviation { .. } => "in an equilibrium no one-shot deviation pays".into(),
            Self::NotABound { .. } => {
                "every round covers all profiles whose liquidity the round before allows".into()
            }
        }
    }
}

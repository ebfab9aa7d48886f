//! What can be wrong with a game.

use crate::error::Explain;
use crate::exact::ParseRationalError;

/// Why a game, a profile or a game file was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GameError {
    /// A game needs at least one player.
    #[error("the game has no players")]
    NoPlayers,
    /// A player has no actions.
    #[error("player {player} has no actions")]
    NoActions {
        /// The player's index.
        player: usize,
    },
    /// The number of profiles or payoffs is beyond what the crate accepts.
    #[error("{location} declares {count} payoffs, more than the {limit} that are accepted")]
    TooLarge {
        /// Where the size was declared.
        location: String,
        /// How many payoffs it declares (as text: it may exceed a machine word).
        count: String,
        /// The most that are accepted.
        limit: usize,
    },
    /// More players than the crate accepts.
    #[error("the game has {found} players, more than the {limit} that are accepted")]
    TooManyPlayers {
        /// The number of players.
        found: usize,
        /// The most that are accepted.
        limit: usize,
    },
    /// Fewer or more entries than the game's shape asks for.
    #[error("{location} has {found} entries where {expected} are needed")]
    Ragged {
        /// The path to the list, such as `payoffs[1][0]`.
        location: String,
        /// Entries found.
        found: usize,
        /// Entries needed.
        expected: usize,
    },
    /// A payoff is NaN or infinite.
    #[error("the payoff of player {player} at profile {profile:?} is not finite")]
    NotFinite {
        /// The player's index.
        player: usize,
        /// The profile's actions.
        profile: Vec<usize>,
    },
    /// Two actions of a player, or two players, share a label.
    #[error("the label '{label}' is used twice in {location}")]
    DuplicateLabel {
        /// The label.
        label: String,
        /// Where: `players` or `actions[1]`.
        location: String,
    },
    /// An action is neither an index nor a label of the player.
    #[error("player {player} has no action '{action}'")]
    UnknownAction {
        /// The player's index.
        player: usize,
        /// The action as given.
        action: String,
        /// The labels that exist.
        known: Vec<String>,
    },
    /// A player is neither an index nor a label.
    #[error("there is no player '{player}'")]
    UnknownPlayer {
        /// The player as given.
        player: String,
        /// The labels that exist.
        known: Vec<String>,
    },
    /// A profile does not name one action per player.
    #[error("the profile names {found} actions, the game has {expected} players")]
    WrongProfile {
        /// Actions found.
        found: usize,
        /// Players.
        expected: usize,
    },
    /// A number inside a game could not be read.
    #[error("{location}: {source}")]
    BadNumber {
        /// The path to the number.
        location: String,
        /// Why it is not a number.
        #[source]
        source: ParseRationalError,
    },
    /// A file is not what its format says.
    #[error("{format}, {location}: {message}")]
    Format {
        /// `"JSON"` or `".nfg"`.
        format: &'static str,
        /// Line and column, or the path inside the document.
        location: String,
        /// What was found.
        message: String,
        /// What would be right.
        hint: String,
    },
    /// A probability lies outside [0, 1], or a list of them does not sum to one.
    #[error("{location}: {message}")]
    Probability {
        /// Where.
        location: String,
        /// What was found.
        message: String,
    },
    /// A parameter of a family, a preference or a transformation lies outside its range.
    #[error("{name} = {value} is outside its range")]
    OutOfRange {
        /// The parameter.
        name: String,
        /// Its value.
        value: String,
        /// The range, in words.
        range: String,
    },
    /// The operation needs two players.
    #[error("{what} needs two players, the game has {found}")]
    NotTwoPlayers {
        /// The operation.
        what: &'static str,
        /// The players of the game.
        found: usize,
    },
}

impl Explain for GameError {
    fn kind(&self) -> &'static str {
        match self {
            Self::NoPlayers => "NoPlayers",
            Self::NoActions { .. } => "NoActions",
            Self::TooLarge { .. } => "TooLarge",
            Self::TooManyPlayers { .. } => "TooManyPlayers",
            Self::Ragged { .. } => "Ragged",
            Self::NotFinite { .. } => "NotFinite",
            Self::DuplicateLabel { .. } => "DuplicateLabel",
            Self::UnknownAction { .. } => "UnknownAction",
            Self::UnknownPlayer { .. } => "UnknownPlayer",
            Self::WrongProfile { .. } => "WrongProfile",
            Self::BadNumber { source, .. } => source.kind(),
            Self::Format { .. } => "Format",
            Self::Probability { .. } => "Probability",
            Self::OutOfRange { .. } => "OutOfRange",
            Self::NotTwoPlayers { .. } => "NotTwoPlayers",
        }
    }

    fn location(&self) -> String {
        match self {
            Self::NoPlayers | Self::TooManyPlayers { .. } => "players".into(),
            Self::NoActions { player } | Self::UnknownAction { player, .. } => format!("actions[{player}]"),
            Self::TooLarge { location, .. }
            | Self::Ragged { location, .. }
            | Self::DuplicateLabel { location, .. }
            | Self::BadNumber { location, .. }
            | Self::Format { location, .. }
            | Self::Probability { location, .. } => location.clone(),
            Self::NotFinite { player, profile } => {
                let path: String = profile.iter().map(|a| format!("[{a}]")).collect();
                format!("payoffs{path}[{player}]")
            }
            Self::UnknownPlayer { .. } => "players".into(),
            Self::WrongProfile { .. } => "profile".into(),
            Self::OutOfRange { name, .. } => name.clone(),
            Self::NotTwoPlayers { .. } => "players".into(),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::NoPlayers => "name at least one player".into(),
            Self::NoActions { .. } => "give every player at least one action".into(),
            Self::TooLarge { limit, .. } => format!("a game holds at most {limit} payoffs"),
            Self::TooManyPlayers { limit, .. } => format!("a game has at most {limit} players"),
            Self::Ragged { .. } => {
                "nest payoffs by player order: one list per action, and one number per player at the end"
                    .into()
            }
            Self::NotFinite { .. } => "payoffs are finite numbers".into(),
            Self::DuplicateLabel { .. } => {
                "give every player, and every action of a player, its own label".into()
            }
            Self::UnknownAction { known, .. } => {
                format!("use an index from 0, or one of: {}", known.join(", "))
            }
            Self::UnknownPlayer { known, .. } => {
                format!("use an index from 0, or one of: {}", known.join(", "))
            }
            Self::WrongProfile { expected, .. } => format!("name {expected} actions, separated by commas"),
            Self::BadNumber { source, .. } => source.hint(),
            Self::Format { hint, .. } => hint.clone(),
            Self::Probability { .. } => {
                "probabilities lie in [0, 1], and those of one lottery sum to 1".into()
            }
            Self::OutOfRange { range, .. } => range.clone(),
            Self::NotTwoPlayers { .. } => "give a game of two players".into(),
        }
    }
}

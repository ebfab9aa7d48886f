//! Signal structures as files: the names of the signals, and their probabilities nested like payoffs.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{MonitoringError, PublicMonitoring};
use crate::exact::{Rational, Scalar};
use crate::game::Game;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form<'a> {
    signals: Vec<String>,
    #[serde(borrow)]
    probabilities: &'a RawValue,
}

/// A signal structure as files hold it: `{"signals": [..], "probabilities": [..]}`, the probabilities
/// nested by player order like the payoffs of a game, one number per signal at the end.
#[derive(Debug, Serialize)]
pub struct SignalTable<'a> {
    signals: &'a [String],
    probabilities: Nested<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Nested<'a> {
    Actions(Vec<Nested<'a>>),
    Lottery(&'a [Rational]),
}

impl PublicMonitoring {
    /// Reads a signal structure for a stage game from JSON text; every number is exact from its text.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::monitoring::PublicMonitoring};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let rivals = PublicMonitoring::from_json(&stage, r#"{"signals": ["quiet", "alarm"],
    ///     "probabilities": [[[0.9, 0.1], ["1/2", "1/2"]], [["1/2", "1/2"], ["1/2", "1/2"]]]}"#)?;
    /// assert_eq!(rivals.probabilities(&[0, 0].into())?[1], Rational::new(1, 10));
    /// assert_eq!(PublicMonitoring::from_json(&stage, &serde_json::to_string(&rivals.table())?)?, rivals);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Text of another form, and as [`PublicMonitoring::new`].
    pub fn from_json<T: Scalar>(stage: &Game<T>, text: &str) -> Result<Self, MonitoringError> {
        let form: Form = serde_json::from_str(text).map_err(|error| {
            let location = format!("line {}, column {}", error.line(), error.column());
            MonitoringError::Format { location, message: error.to_string() }
        })?;
        let mut law = Vec::with_capacity(stage.profiles());
        read(form.probabilities, stage.shape(), "probabilities".into(), &mut law)?;
        PublicMonitoring::new(stage, form.signals, law)
    }

    /// The signal structure as [`PublicMonitoring::from_json`] reads it.
    pub fn table(&self) -> SignalTable<'_> {
        SignalTable { signals: self.signals(), probabilities: self.nested(0, 0) }
    }

    fn nested(&self, first: usize, player: usize) -> Nested<'_> {
        if player == self.players() {
            return Nested::Lottery(self.law_at(first));
        }
        Nested::Actions(self.stage().unilateral(first, player).map(|p| self.nested(p, player + 1)).collect())
    }
}

fn read(
    text: &RawValue,
    shape: &[usize],
    location: String,
    law: &mut Vec<Vec<Rational>>,
) -> Result<(), MonitoringError> {
    let list: Vec<&RawValue> = serde_json::from_str(text.get()).map_err(|_| MonitoringError::Format {
        location: location.clone(),
        message: format!("found {} where a list is needed", start(text.get())),
    })?;
    let inner = |k: usize| format!("{location}[{k}]");
    let Some((&actions, rest)) = shape.split_first() else {
        let number = |(k, item): (usize, &&RawValue)| {
            let text = item.get();
            let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
            bare.parse::<Rational>().map_err(|error| MonitoringError::Format {
                location: inner(k),
                message: format!("{} is no number: {error}", start(text)),
            })
        };
        law.push(list.iter().enumerate().map(number).collect::<Result<_, _>>()?);
        return Ok(());
    };
    if list.len() != actions {
        return Err(MonitoringError::Count { location, found: list.len(), expected: actions });
    }
    list.iter().enumerate().try_for_each(|(k, item)| read(item, rest, inner(k), law))
}

/// The beginning of a text, for messages.
fn start(text: &str) -> String {
    text.chars().take(40).collect()
}

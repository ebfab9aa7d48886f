//! An institution: instruments in order, under a name.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::parameter::in_words;
use super::{Change, Clause, InstitutionError, Setting};
use crate::exact::Rational;
use crate::repeated::RepeatedGame;

/// A named, ordered composition of instruments: each acts on what the ones before it have left.
///
/// ```
/// use detente::{Game, institution::{Institution, Sanction}, repeated::RepeatedGame};
/// let rivals = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "2/5")?;
/// let pact = Institution::named("pact").with(Sanction::on_lone_defectors(1)?.enforced("4/5")?);
/// let allied = pact.apply(&rivals)?;
/// assert_eq!(*allied.stage().payoff(&[1, 0].into(), 0)?, "21/5".parse()?);
/// assert!(pact.explain(&rivals)?.to_string().contains("Player 1 gets 21/5 instead of 5"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Order matters where instruments meet in a cell. The study's order is: longer shadow, negotiation,
/// freezing, monitoring, aid, membership, guarantee, sanction; relative gains last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Institution {
    name: String,
    clauses: Vec<Clause>,
}

#[derive(Deserialize)]
struct Unchecked {
    name: String,
    clauses: Vec<Clause>,
}

impl TryFrom<Unchecked> for Institution {
    type Error = InstitutionError;
    fn try_from(Unchecked { name, clauses }: Unchecked) -> Result<Self, InstitutionError> {
        clauses.iter().try_for_each(|clause| clause.instrument().check())?;
        Ok(Institution { name, clauses })
    }
}

impl Institution {
    /// Without any instrument: the game stays as it is.
    pub fn anarchy() -> Self {
        Self::named("anarchy")
    }

    /// An institution without instruments yet.
    pub fn named(name: impl Into<String>) -> Self {
        Institution { name: name.into(), clauses: Vec::new() }
    }

    /// The same institution with one more instrument, which acts last.
    pub fn with(mut self, clause: impl Into<Clause>) -> Self {
        self.clauses.push(clause.into());
        self
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The instruments, in order.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// The game under this institution, with action 0 as cooperation and action 1 as holding; see
    /// [`Institution::transform`] for other roles and for detection.
    ///
    /// # Errors
    /// A game that does not have two players with two actions, or an instrument that does not fit it.
    pub fn apply(&self, game: &RepeatedGame) -> Result<RepeatedGame, InstitutionError> {
        Ok(self.transform(&Setting::new(game.clone())?)?.into_game())
    }

    /// The setting under this institution.
    ///
    /// # Errors
    /// An instrument that does not fit the setting.
    pub fn transform(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        self.clauses.iter().try_fold(setting.clone(), |before, clause| clause.instrument().apply(&before))
    }

    /// What each member pays a year, all instruments together. The cells contain it already.
    pub fn cost_to_members(&self) -> [Rational; 2] {
        self.clauses.iter().fold([Rational::ZERO, Rational::ZERO], |[row, column], clause| {
            let [m, n] = clause.instrument().cost_to_members();
            [row + m, column + n]
        })
    }

    /// What the institution changes in a game, instrument by instrument and cell by cell, with action 0
    /// as cooperation and action 1 as holding.
    ///
    /// # Errors
    /// As [`Institution::apply`].
    pub fn explain(&self, game: &RepeatedGame) -> Result<Explanation, InstitutionError> {
        self.explain_setting(&Setting::new(game.clone())?)
    }

    /// What the institution changes in a setting.
    ///
    /// # Errors
    /// As [`Institution::transform`].
    pub fn explain_setting(&self, setting: &Setting) -> Result<Explanation, InstitutionError> {
        let mut before = setting.clone();
        let mut steps = Vec::new();
        for clause in &self.clauses {
            let instrument = clause.instrument();
            let after = instrument.apply(&before)?;
            steps.push(Step {
                instrument: instrument.name().into(),
                terms: instrument.terms(),
                source: instrument.source().into(),
                changes: after.changes_since(&before),
            });
            before = after;
        }
        Ok(Explanation { institution: self.name.clone(), steps, cost_to_members: self.cost_to_members() })
    }
}

impl fmt::Display for Institution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name)?;
        for (i, clause) in self.clauses.iter().enumerate() {
            let instrument = clause.instrument();
            write!(f, "{}{} ({})", if i == 0 { ": " } else { ", " }, instrument.name(), instrument.terms())?;
        }
        Ok(())
    }
}

/// What an institution changes in a game. Prints as a short list for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The institution's name.
    pub institution: String,
    /// Its instruments, in order.
    pub steps: Vec<Step>,
    /// What each member pays a year.
    pub cost_to_members: [Rational; 2],
}

/// What one instrument of an institution changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The instrument's name.
    pub instrument: String,
    /// Its parameters in words.
    pub terms: String,
    /// Where the idea comes from.
    pub source: String,
    /// What it changes.
    pub changes: Vec<Change>,
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.institution)?;
        if self.steps.is_empty() {
            write!(f, ": no instruments, the game stays as it is")?;
        }
        for step in &self.steps {
            write!(f, "\n  {} ({})", step.instrument, step.terms)?;
            if step.changes.is_empty() {
                write!(f, "\n    changes nothing here")?;
            }
            for change in &step.changes {
                write!(f, "\n    {change}")?;
            }
        }
        if self.cost_to_members.iter().any(Rational::is_positive) {
            write!(f, "\n  members pay {} a year", in_words(&self.cost_to_members))?;
        }
        Ok(())
    }
}

//! The games with three actions: compromise, hold, attack; transient or with absorbing war.

use serde::{Deserialize, Serialize};

use super::cells::{Cells, Pair, WarAccounting, in_relative_terms};
use super::{InstitutionParameters, Primitives, StudyError};
use crate::exact::Scalar;
use crate::game::{Game, Profile};

/// What a side can do in a year. The order is that of the game's action indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Move {
    /// Go along with the proposed division.
    Compromise,
    /// Hold what one has.
    Hold,
    /// Attack.
    Attack,
}

impl Move {
    /// All moves, in the order of the action indices.
    pub const ALL: [Move; 3] = [Move::Compromise, Move::Hold, Move::Attack];
}

/// A profile that may end the game.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AbsorbingCell<T> {
    /// The profile, such as `[2, 0]`.
    pub profile: Profile,
    /// The probability with which the game ends in the year in which it is played.
    pub probability: T,
    /// The average payoffs from then on, for ever, in relative terms.
    pub payoff: [T; 2],
}

/// A game with three actions, ready for a solver of repeated games.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageModel<T> {
    /// Payoffs in relative terms, in which the sides reason. Action order: [`Move::ALL`].
    pub game: Game<T>,
    /// The same in material payoffs, in which welfare is counted.
    pub material: Game<T>,
    /// The profiles that may end the game; none in the transient variant.
    pub absorbing: Vec<AbsorbingCell<T>>,
    /// The discount factor under the institution.
    pub discount: T,
}

impl<T: Scalar> StageModel<T> {
    /// The game of the case under the institution.
    ///
    /// With [`WarAccounting::Transient`] every year is the same game and mutual holding pays the flow or,
    /// with probability `omega`, a war. With [`WarAccounting::Absorbing`] a profile with an attack pays its
    /// cell for ever, and mutual holding yields the flow until, with probability `omega` a year, it ends in
    /// the payoffs of mutual attack.
    ///
    /// ```
    /// use detente::study::{InstitutionParameters, StageModel, WarAccounting, karabakh_data};
    /// let case = karabakh_data()?.phase("2020-22")?.at_modes()?;
    /// let model = StageModel::new(&case, &InstitutionParameters::none(), WarAccounting::Absorbing)?;
    /// // Five profiles with an attack, and the stand-off that may end in war.
    /// assert_eq!(model.absorbing.len(), 6);
    /// # Ok::<(), detente::study::StudyError>(())
    /// ```
    ///
    /// # Errors
    /// If a payoff is not finite.
    pub fn new(
        case: &Primitives<T>,
        institution: &InstitutionParameters<T>,
        accounting: WarAccounting,
    ) -> Result<Self, StudyError> {
        let cells = Cells::new(case, institution, accounting);
        let material = three_by_three(&cells, accounting);
        let weights = cells.weights();
        let relative = material.each_ref().map(|cell| in_relative_terms(cell, &weights));
        let absorbing = match accounting {
            WarAccounting::Transient => Vec::new(),
            WarAccounting::Absorbing => absorbing_cells(&relative, &cells.case.hazard),
        };
        Ok(StageModel {
            game: labelled(relative)?,
            material: labelled(material)?,
            absorbing,
            discount: cells.case.discount,
        })
    }
}

/// The nine material cells, row by row.
fn three_by_three<T: Scalar>(cells: &Cells<T>, accounting: WarAccounting) -> [Pair<T>; 9] {
    let pocketed = [0, 1].map(|side| cells.policed(side, cells.bare_pocket(side)));
    let grabbed = [0, 1].map(|side| cells.policed(side, cells.bare_grab(side)));
    let holding = match accounting {
        WarAccounting::Transient => cells.transient_holding(),
        WarAccounting::Absorbing => cells.flow(),
    };
    let [first_pockets, second_pockets] = pocketed;
    let [first_grabs, second_grabs] = grabbed;
    [
        cells.reward(),
        second_pockets,
        second_grabs,
        first_pockets,
        holding,
        cells.assault(1),
        first_grabs,
        cells.assault(0),
        cells.war(),
    ]
}

/// Every profile with an attack ends the game with its own cell; mutual holding may end it in war.
fn absorbing_cells<T: Scalar>(relative: &[Pair<T>; 9], hazard: &T) -> Vec<AbsorbingCell<T>> {
    let mut list = Vec::new();
    for (index, cell) in relative.iter().enumerate() {
        let profile = Profile::from([index / 3, index % 3]);
        let attack = Move::Attack as usize;
        let hold = Move::Hold as usize;
        if profile[0] == attack || profile[1] == attack {
            list.push(AbsorbingCell { profile, probability: T::one(), payoff: cell.clone() });
        } else if profile[0] == hold && profile[1] == hold && *hazard > T::zero() {
            list.push(AbsorbingCell { profile, probability: hazard.clone(), payoff: relative[8].clone() });
        }
    }
    list
}

fn labelled<T: Scalar>(cells: [Pair<T>; 9]) -> Result<Game<T>, StudyError> {
    let actions = || vec!["compromise", "hold", "attack"];
    let payoffs = cells.into_iter().flatten().collect();
    Ok(Game::new(&[3, 3], payoffs)?.labelled(["A", "Z"], [actions(), actions()])?)
}

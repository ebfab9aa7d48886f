//! The games with three actions: compromise, hold, attack; transient or with absorbing war.

use serde::{Deserialize, Serialize};

use super::cells::{Cells, Pair, WarAccounting, in_relative_terms};
use super::{InstitutionParameters, Primitives, StudyError};
use crate::exact::{Rational, Scalar};
use crate::game::{Game, Profile};
use crate::repeated::{Absorbing, RepeatedGame};

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

/// A game with three actions: nine cells, row by row ([`Move::ALL`] on both sides), player 0 first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StageModel<T> {
    /// Payoffs in relative terms, in which the sides reason.
    pub relative: [[T; 2]; 9],
    /// The same in material payoffs, in which welfare is counted.
    pub material: [[T; 2]; 9],
    /// For each cell, the probability that the game ends there; all zero in the transient variant.
    pub ending: [T; 9],
    /// The discount factor under the institution.
    pub discount: T,
}

/// The place of a profile in the cells.
pub(super) const fn cell(first: Move, second: Move) -> usize {
    3 * first as usize + second as usize
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
    /// let model = StageModel::new(&case, &InstitutionParameters::none(), WarAccounting::Absorbing);
    /// // Five profiles with an attack, and the stand-off that may end in war.
    /// assert_eq!(model.absorbing().len(), 6);
    /// assert_eq!(model.repeated()?.stage().shape(), [3, 3]);
    /// # Ok::<(), detente::study::StudyError>(())
    /// ```
    pub fn new(
        case: &Primitives<T>,
        institution: &InstitutionParameters<T>,
        accounting: WarAccounting,
    ) -> Self {
        let cells = Cells::new(case, institution, accounting);
        let material = three_by_three(&cells, accounting);
        let weights = cells.weights();
        let ending = std::array::from_fn(|index| match accounting {
            WarAccounting::Absorbing if is_attacked(index) => T::one(),
            WarAccounting::Absorbing if index == STAND_OFF => cells.case.hazard.clone(),
            _ => T::zero(),
        });
        StageModel {
            relative: material.each_ref().map(|cell| in_relative_terms(cell, &weights)),
            material,
            ending,
            discount: cells.case.discount,
        }
    }

    /// What a cell pays for ever once the game has ended there, in relative terms.
    pub fn final_payoff(&self, cell: usize) -> &[T; 2] {
        if cell == STAND_OFF { &self.relative[WAR] } else { &self.relative[cell] }
    }

    /// The profiles that may end the game; none in the transient variant.
    pub fn absorbing(&self) -> Vec<AbsorbingCell<T>> {
        let ends = self.ending.iter().enumerate().filter(|(_, probability)| **probability > T::zero());
        ends.map(|(index, probability)| AbsorbingCell {
            profile: Profile::from([index / 3, index % 3]),
            probability: probability.clone(),
            payoff: self.final_payoff(index).clone(),
        })
        .collect()
    }

    /// The labelled stage game in relative terms.
    ///
    /// # Errors
    /// If a payoff is not finite.
    pub fn game(&self) -> Result<Game<T>, StudyError> {
        labelled(&self.relative)
    }

    /// The labelled stage game in material payoffs.
    ///
    /// # Errors
    /// If a payoff is not finite.
    pub fn material_game(&self) -> Result<Game<T>, StudyError> {
        labelled(&self.material)
    }
}

impl StageModel<Rational> {
    /// The repeated game, exact, for the solvers and certificates of [`crate::repeated`].
    ///
    /// # Errors
    /// If the discount factor lies outside (0, 1).
    pub fn repeated(&self) -> Result<RepeatedGame, StudyError> {
        let absorbing = self.absorbing().into_iter().map(|end| Absorbing {
            profile: end.profile,
            probability: end.probability,
            payoff: end.payoff.to_vec(),
        });
        let ends = absorbing.collect();
        Ok(RepeatedGame::with_absorbing(self.game()?, &self.discount, ends)?)
    }
}

/// Mutual holding.
const STAND_OFF: usize = cell(Move::Hold, Move::Hold);
/// Mutual attack.
const WAR: usize = cell(Move::Attack, Move::Attack);

/// Whether somebody attacks in the cell.
fn is_attacked(index: usize) -> bool {
    index / 3 == Move::Attack as usize || index % 3 == Move::Attack as usize
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

fn labelled<T: Scalar>(cells: &[Pair<T>; 9]) -> Result<Game<T>, StudyError> {
    let actions = || vec!["compromise", "hold", "attack"];
    let payoffs = cells.iter().flatten().cloned().collect();
    Ok(Game::new(&[3, 3], payoffs)?.labelled(["A", "Z"], [actions(), actions()])?)
}

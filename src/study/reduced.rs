//! The reduced variant: compromise or self-help, every year the same 2 x 2 game.
//!
//! In a 2 x 2 Prisoner's Dilemma optimal penal codes are grim, so the critical discount factor is one
//! fraction, with imperfect monitoring too (Green and Porter 1984; Abreu, Milgrom and Pearce 1991, for the
//! trigger that starts at an alarm): with `N` the gain from defecting once and `G` what mutual compromise is
//! worth over self-help, in relative terms and with linked issues pooled (Bernheim and Whinston 1990),
//! `delta* = N / (d G + (1 - eps) N)`.

use serde::Serialize;

use super::cells::{Cells, Pair, WarAccounting, in_relative_terms};
use super::solution::{TIE, enough_steps};
use super::{InstitutionParameters, Primitives, StudyError};
use crate::equilibrium::SideClass;
use crate::exact::Scalar;
use crate::game::Game;
use crate::geometry::Polygon;
use crate::repeated::Reason;
use crate::repeated::fast::{FloatGame, Solver};

/// How a side defects against a side that complies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Branch {
    /// It holds what it has and takes what it is given.
    Pocket,
    /// It attacks.
    Grab,
}

/// The least patience at which the trigger strategy deters a side.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CriticalPatience<T> {
    /// From this discount factor on (0: at any; it may be 1 or more, which nobody's patience reaches).
    From(T),
    /// The trigger deters at no discount factor: it *fails*, which does not prove that nothing else would do.
    Never,
}

/// The reduced game of a case under an institution. Payoffs are material and per player; `temptation[i]`
/// is what `i` gets when it alone defects, `sucker[i]` when the other alone defects.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReducedGame<T> {
    /// `T`: the better of pocketing and grabbing.
    pub temptation: [T; 2],
    /// `R`: both compromise.
    pub reward: [T; 2],
    /// `P`: neither does.
    pub punishment: [T; 2],
    /// `S`: from the branch that the other side takes.
    pub sucker: [T; 2],
    /// The branch that each side takes (in material payoffs; pocketing on ties).
    pub branches: [Branch; 2],
    /// Gains on a linked issue from defection and from cooperation, per player.
    pub linked: [(T, T); 2],
    /// The weights of relative gains.
    pub relative_gains: [T; 2],
    /// `d` under the institution.
    pub detection: T,
    /// `eps` under the institution.
    pub false_alarm: T,
    /// `delta` under the institution.
    pub discount: T,
}

impl<T: Scalar> ReducedGame<T> {
    /// The reduced game of the case under the institution.
    ///
    /// `WarAccounting::Transient` is the variant of the study; with `Absorbing`, self-help is worth what
    /// holding for ever is worth when a war decides everything, while a grab still lasts a year.
    ///
    /// ```
    /// use detente::study::{InstitutionParameters, ReducedGame, WarAccounting, karabakh_data};
    /// let case = karabakh_data()?.phase("2016-20")?.at_modes()?;
    /// let anarchy = InstitutionParameters::none();
    /// let game = ReducedGame::new(&case, &anarchy, WarAccounting::Transient);
    /// // Armenia, which holds, gains less from compromise than from self-help.
    /// assert!(game.reward[0] < game.punishment[0]);
    /// # Ok::<(), detente::study::StudyError>(())
    /// ```
    pub fn new(
        case: &Primitives<T>,
        institution: &InstitutionParameters<T>,
        accounting: WarAccounting,
    ) -> Self {
        Self::of_cells(&Cells::new(case, institution, accounting))
    }

    /// The reduced game of cells that are ready.
    pub(super) fn of_cells(cells: &Cells<T>) -> Self {
        let defections = [0, 1].map(|side| {
            let (pocket, grab) = (cells.bare_pocket(side), cells.bare_grab(side));
            if pocket[side] >= grab[side] { (Branch::Pocket, pocket) } else { (Branch::Grab, grab) }
        });
        let branches = [defections[0].0, defections[1].0];
        let [by_first, by_second] = defections.map(|(_, cell)| cell);
        let [t0, s1] = cells.policed(0, by_first);
        let [s0, t1] = cells.policed(1, by_second);
        ReducedGame {
            temptation: [t0, t1],
            reward: cells.reward(),
            punishment: cells.holding(),
            sucker: [s0, s1],
            branches,
            linked: [0, 1].map(|i| {
                let (temptation, reward) = cells.linked(i);
                (temptation.clone(), reward.clone())
            }),
            relative_gains: cells.weights(),
            detection: cells.case.detection.clone(),
            false_alarm: cells.case.false_alarm.clone(),
            discount: cells.case.discount.clone(),
        }
    }

    /// The four material cells: both compromise, only 0 does, only 1 does, neither.
    fn material_cells(&self) -> [Pair<T>; 4] {
        let pair = |a: &T, b: &T| [a.clone(), b.clone()];
        [
            pair(&self.reward[0], &self.reward[1]),
            pair(&self.sucker[0], &self.temptation[1]),
            pair(&self.temptation[0], &self.sucker[1]),
            pair(&self.punishment[0], &self.punishment[1]),
        ]
    }

    /// Both sides' payoffs from mutual compromise and from mutual self-help, in relative terms.
    pub fn relative_outcomes(&self) -> [[T; 2]; 2] {
        let [reward, _, _, punishment] =
            self.material_cells().map(|cell| in_relative_terms(&cell, &self.relative_gains));
        [reward, punishment]
    }

    /// The 2 x 2 game in material payoffs; action 0 compromises, action 1 is self-help.
    ///
    /// # Errors
    /// If a payoff is not finite.
    pub fn material(&self) -> Result<Game<T>, StudyError> {
        labelled(self.material_cells())
    }

    /// The 2 x 2 game in relative terms, in which the sides reason.
    ///
    /// # Errors
    /// If a payoff is not finite.
    pub fn game(&self) -> Result<Game<T>, StudyError> {
        labelled(self.material_cells().map(|cell| in_relative_terms(&cell, &self.relative_gains)))
    }

    /// What a side's order of temptation, reward, punishment and sucker's payoff is called, in relative
    /// terms.
    pub fn class(&self, side: usize) -> SideClass {
        let [reward, first_alone, second_alone, punishment] =
            self.material_cells().map(|cell| in_relative_terms(&cell, &self.relative_gains));
        let (temptation, sucker) =
            if side == 0 { (second_alone, first_alone) } else { (first_alone, second_alone) };
        SideClass::of(&temptation[side], &reward[side], &punishment[side], &sucker[side])
    }

    /// `N'`: what a side gains by defecting once, in relative terms, linked issue included.
    pub fn defection_gain(&self, side: usize) -> T {
        let other = 1 - side;
        let own = self.temptation[side].clone() - &self.reward[side] + &self.linked[side].0;
        let rival = self.sucker[other].clone() - &self.reward[other];
        own - &(self.relative_gains[side].clone() * &rival)
    }

    /// `G'`: what mutual compromise is worth to a side over self-help, in relative terms, linked issue
    /// included.
    pub fn cooperation_gain(&self, side: usize) -> T {
        let over = |i: usize| self.reward[i].clone() - &self.punishment[i] + &self.linked[i].1;
        over(side) - &(self.relative_gains[side].clone() * &over(1 - side))
    }

    /// The critical discount factor of a side with the given monitoring.
    fn critical_with(&self, side: usize, detection: &T, false_alarm: &T) -> CriticalPatience<T> {
        let (gain, worth) = (self.defection_gain(side), self.cooperation_gain(side));
        if gain <= T::zero() {
            return CriticalPatience::From(T::zero());
        }
        let deterrent = detection.clone() * &worth;
        if deterrent <= false_alarm.clone() * &gain {
            return CriticalPatience::Never;
        }
        let kept = (T::one() - false_alarm) * &gain;
        CriticalPatience::From(gain / &(deterrent + &kept))
    }

    /// The critical discount factor of a side under the trigger with the institution's monitoring.
    pub fn critical(&self, side: usize) -> CriticalPatience<T> {
        self.critical_with(side, &self.detection, &self.false_alarm)
    }

    /// The critical discount factor of a side under perfect monitoring.
    pub fn critical_if_observed(&self, side: usize) -> CriticalPatience<T> {
        self.critical_with(side, &T::one(), &T::zero())
    }

    /// Whether a side is patient enough for the trigger *and* better off than under self-help.
    pub fn sustains(&self, side: usize) -> bool {
        self.cooperation_gain(side) > T::zero() && self.patient_enough(&self.critical(side))
    }

    /// Whether compromise is sustained: both sides are patient enough and gain.
    pub fn sustained(&self) -> bool {
        self.sustains(0) && self.sustains(1)
    }

    fn patient_enough(&self, critical: &CriticalPatience<T>) -> bool {
        matches!(critical, CriticalPatience::From(threshold) if self.discount >= *threshold)
    }

    /// The largest joint gain over self-help, in relative terms, among all equilibrium payoffs that harm
    /// neither side (perfect monitoring, linked gains left out); `None` where there is none. Unlike the
    /// trigger it also finds equilibria that alternate.
    ///
    /// # Errors
    /// If a payoff is not finite.
    pub fn best_bargain(&self, solver: &mut Solver) -> Result<Option<f64>, StudyError> {
        let cells = self.material_cells().map(|cell| {
            let [first, second] = in_relative_terms(&cell, &self.relative_gains);
            [first.to_float(), second.to_float()]
        });
        let game = FloatGame::from_floats(2, &cells, &[])?;
        let discount = self.discount.to_float();
        let set = solver.solve(&game, discount, &enough_steps(discount)).vertices;
        let [first, second] = cells[3];
        let harmless = Polygon::hull(set).above(0, &(first - TIE)).above(1, &(second - TIE));
        let gain = harmless.support(&[1.0, 1.0]).map(|(_, sum)| sum - first - second);
        Ok(gain.filter(|gain| *gain > TIE))
    }

    /// The slack of a side's incentive constraint under the trigger, `delta (d G + (1 - eps) N) - N`, a
    /// payoff per year; the side is deterred where it is not negative.
    pub fn slack(&self, side: usize) -> T {
        let (gain, worth) = (self.defection_gain(side), self.cooperation_gain(side));
        let kept = (T::one() - &self.false_alarm) * &gain;
        self.discount.clone() * &(self.detection.clone() * &worth + &kept) - &gain
    }

    /// Why a side does not go along; the first reason that applies, `None` where it does.
    ///
    /// Below its minmax no patience helps; `Monitoring` is named where perfect monitoring would suffice.
    pub fn reason(&self, side: usize) -> Option<Reason> {
        if self.sustains(side) {
            return None;
        }
        let one = T::one();
        let weights = &self.relative_gains;
        if weights[0].clone() * &weights[1] >= one {
            return Some(Reason::ZeroSum);
        }
        let [reward, first_alone, second_alone, punishment] =
            self.material_cells().map(|cell| in_relative_terms(&cell, weights)[side].clone());
        let (temptation, sucker) =
            if side == 0 { (second_alone, first_alone) } else { (first_alone, second_alone) };
        let minmax = temptation.larger(&reward).smaller(punishment.larger(&sucker)).clone();
        // Linked gains are outside the cells: with them the cells alone prove nothing.
        let unlinked = self.linked.iter().all(|(t, r)| *t == T::zero() && *r == T::zero());
        if unlinked && (reward < minmax || reward == minmax && temptation > reward) {
            return Some(Reason::BelowMinmax);
        }
        if self.cooperation_gain(side) <= T::zero() {
            return Some(Reason::PrefersSelfHelp);
        }
        if self.patient_enough(&self.critical_if_observed(side)) {
            return Some(Reason::Monitoring);
        }
        Some(match self.critical(side) {
            CriticalPatience::From(threshold) if threshold < one => Reason::Impatience,
            _ => Reason::Monitoring,
        })
    }
}

fn labelled<T: Scalar>(cells: [Pair<T>; 4]) -> Result<Game<T>, StudyError> {
    let actions = || vec!["compromise", "self-help"];
    let payoffs = cells.into_iter().flatten().collect();
    Ok(Game::new(&[2, 2], payoffs)?.labelled(["A", "Z"], [actions(), actions()])?)
}

//! The cells of the games: what every combination of compromising, holding and attacking pays.
//!
//! The order in which an institution acts is fixed: it has already changed the primitives
//! ([`InstitutionParameters::act_on`]); then aid and membership change the reward and the payoff of
//! compromising alone; then the guarantee and the sanction change the cells of unilateral defection;
//! relative gains come last, when a game is made of the cells.

use serde::{Deserialize, Serialize};

use super::{InstitutionParameters, Primitives};
use crate::exact::Scalar;

/// How a war is accounted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WarAccounting {
    /// A war lasts a year, then holdings are reset and the same game is played again.
    Transient,
    /// A war decides the year in which it starts and everything after (Powell 1991).
    Absorbing,
}

/// A pair of payoffs, player 0 first.
pub(super) type Pair<T> = [T; 2];

/// Material payoffs `u` into relative terms `U = M u`, `M = [[1, -k0], [-k1, 1]]`: what
/// [`crate::game::RelativeGains`] does, for weights that [`Primitives::validate`] has already checked, in
/// loops that run millions of times.
pub(super) fn in_relative_terms<T: Scalar>(material: &Pair<T>, weights: &Pair<T>) -> Pair<T> {
    let [first, second] = material;
    [first.clone() - &(weights[0].clone() * second), second.clone() - &(weights[1].clone() * first)]
}

/// Puts the payoffs of `side` and of the other side in the order of the players.
fn ordered<T>(side: usize, own: T, other: T) -> Pair<T> {
    if side == 0 { [own, other] } else { [other, own] }
}

/// A case under an institution, ready to be read cell by cell. Payoffs are material, per year.
pub(super) struct Cells<T> {
    /// The case after the institution has acted on its primitives.
    pub case: Primitives<T>,
    institution: InstitutionParameters<T>,
    /// What holding is worth to either side, before sanctions on holding.
    holding: Pair<T>,
}

impl<T: Scalar> Cells<T> {
    pub fn new(
        case: &Primitives<T>,
        institution: &InstitutionParameters<T>,
        accounting: WarAccounting,
    ) -> Self {
        let case = institution.act_on(case);
        let holding = [0, 1].map(|i| holding_value(&case, i, accounting));
        Cells { case, institution: institution.clone(), holding }
    }

    /// Moves the proposal. Nothing but the cells in which somebody complies depends on it.
    pub fn propose(&mut self, division: T) {
        self.case.division = division;
    }

    /// The relative-gains weights of both sides.
    pub fn weights(&self) -> Pair<T> {
        [0, 1].map(|i| self.case.sides[i].relative_gains.clone())
    }

    /// Both compromise.
    pub fn reward(&self) -> Pair<T> {
        [0, 1].map(|i| {
            let side = &self.case.sides[i];
            let half = self.case.integrative.clone() / &(T::one() + &T::one());
            let share = Primitives::own_share(i, &self.case.division) + &half;
            side.stake.clone() * &self.case.worth(i, share) + &side.peace_dividend - &side.negotiation_cost
                + &self.institution.sides[i].aid
                - &self.institution.sides[i].membership
        })
    }

    /// The yearly flow of mutual holding while no war breaks out, after sanctions on holding.
    pub fn flow(&self) -> Pair<T> {
        [0, 1].map(|i| flow(&self.case, i) - &self.holding_sanction(i))
    }

    /// A war that both start.
    pub fn war(&self) -> Pair<T> {
        [0, 1].map(|i| war(&self.case, i))
    }

    /// The value of holding in the reduction: `P_i`, after sanctions on holding.
    pub fn holding(&self) -> Pair<T> {
        [0, 1].map(|i| self.holding[i].clone() - &self.holding_sanction(i))
    }

    /// The mutual-holding cell of the transient game with three actions: the flow, or war by hazard.
    pub fn transient_holding(&self) -> Pair<T> {
        let [flow, war] = [self.flow(), self.war()];
        [0, 1].map(|i| mix(&self.case.hazard, &flow[i], &war[i]))
    }

    fn holding_sanction(&self, side: usize) -> T {
        self.institution.holding_sanction.clone() * &self.institution.expected_sanction(side)
    }

    /// `side` holds while the other complies: it pockets the concession. Before guarantee and sanction.
    pub fn bare_pocket(&self, side: usize) -> Pair<T> {
        let (own, other) = (&self.case.sides[side], &self.case.sides[1 - side]);
        let held = Primitives::own_share(side, &self.case.holding);
        let offered = Primitives::own_share(side, &self.case.division);
        let keep = held.larger(&offered).clone();
        let rest = T::one() - &keep;
        let pocketed = self.case.pocketed_dividend.clone() * &own.peace_dividend;
        let exploiter = own.stake.clone() * &self.case.worth(side, keep) + &pocketed;
        let exploited = other.stake.clone() * &self.case.worth(1 - side, rest)
            - &other.negotiation_cost
            - &other.stand_off_cost;
        ordered(side, exploiter, self.complied_alone(1 - side, exploited))
    }

    /// `side` attacks while the other complies: a fait accompli. Before guarantee and sanction.
    pub fn bare_grab(&self, side: usize) -> Pair<T> {
        let (own, other) = (&self.case.sides[side], &self.case.sides[1 - side]);
        let won = self.case.first_strike(side, &self.case.first_move);
        let lost = T::one() - &won;
        let exploiter = own.stake.clone() * &won - &(self.case.fait_accompli.clone() * &own.war_cost);
        let exploited = other.stake.clone() * &lost - &other.negotiation_cost - &other.war_cost;
        ordered(side, exploiter, self.complied_alone(1 - side, exploited))
    }

    /// `side` attacks while the other holds, mobilised.
    pub fn assault(&self, side: usize) -> Pair<T> {
        let (own, other) = (&self.case.sides[side], &self.case.sides[1 - side]);
        let won = self.case.first_strike(side, &self.case.blunted_first_move());
        let lost = T::one() - &won;
        ordered(side, own.stake.clone() * &won - &own.war_cost, other.stake.clone() * &lost - &other.war_cost)
    }

    fn complied_alone(&self, side: usize, payoff: T) -> T {
        let instruments = &self.institution.sides[side];
        payoff + &instruments.lone_aid - &instruments.membership
    }

    /// A cell of unilateral defection by `defector` once guarantee and sanction have acted on it.
    pub fn policed(&self, defector: usize, bare: Pair<T>) -> Pair<T> {
        let exploited = 1 - defector;
        let guarantee = &self.institution.guarantee;
        let mut cell = bare.clone();
        if bare[defector] > self.holding[defector] {
            let excess = bare[defector].clone() - &self.holding[defector];
            let taken = guarantee.clone() * &self.institution.guarantee_against * &excess;
            cell[defector] = cell[defector].clone() - &taken;
        }
        cell[defector] = cell[defector].clone() - &self.institution.expected_sanction(defector);
        if self.holding[exploited] > bare[exploited] {
            let gap = self.holding[exploited].clone() - &bare[exploited];
            cell[exploited] = cell[exploited].clone() + &(guarantee.clone() * &gap);
        }
        cell
    }

    /// The linked gains of a side: from defection, from cooperation.
    pub fn linked(&self, side: usize) -> (&T, &T) {
        let instruments = &self.institution.sides[side];
        (&instruments.linked_temptation, &instruments.linked_reward)
    }
}

/// `(1 - hazard) calm + hazard war`.
fn mix<T: Scalar>(hazard: &T, calm: &T, war: &T) -> T {
    (T::one() - hazard) * calm + &(hazard.clone() * war)
}

fn flow<T: Scalar>(case: &Primitives<T>, side: usize) -> T {
    let own = &case.sides[side];
    own.stake.clone() * &case.worth(side, Primitives::own_share(side, &case.holding)) - &own.stand_off_cost
}

fn war<T: Scalar>(case: &Primitives<T>, side: usize) -> T {
    let own = &case.sides[side];
    own.stake.clone() * &Primitives::own_share(side, &case.victory) - &own.war_cost
}

/// What holding for a year (transient) or for ever (absorbing) is worth:
/// `[(1-delta)(1-omega) flow + omega war] / (1 - delta (1-omega))` with absorbing war.
fn holding_value<T: Scalar>(case: &Primitives<T>, side: usize, accounting: WarAccounting) -> T {
    let [flow, war] = [flow(case, side), war(case, side)];
    match accounting {
        WarAccounting::Transient => mix(&case.hazard, &flow, &war),
        WarAccounting::Absorbing => {
            let calm = T::one() - &case.hazard;
            let flow_part = (T::one() - &case.discount) * &calm * &flow;
            let total = flow_part + &(case.hazard.clone() * &war);
            total / &(T::one() - &(case.discount.clone() * &calm))
        }
    }
}

//! Endogenous membership: committing is an action of its own.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::game::Game;
use crate::institution::parameter::{IntoPair, check_amounts, in_words, pair};
use crate::institution::{Institution, InstitutionError, Instrument, Setting};
use crate::repeated::{Absorbing, RepeatedGame};

/// An institution that binds only those who bind themselves: every year each player also decides
/// whether to commit. The terms hold in a year in which both do; in any other the game is played as
/// without them. Committing costs `cost` a year, kept or not by the other side.
///
/// Cooperation is committing and cooperating, self-help is staying out and holding. So the collective
/// commitment is itself a problem of cooperation: staying out saves the cost, and a lone commitment is
/// wasted (Olson, The Logic of Collective Action, 1965; Barrett, Self-enforcing international
/// environmental agreements, Oxford Economic Papers 46, 1994).
///
/// The terms may change payoffs and endings; what binds everybody at once (patience, detection, linked
/// games) cannot be made to depend on a year's commitments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VoluntaryMembership {
    terms: Box<Institution>,
    cost: [Rational; 2],
}

impl VoluntaryMembership {
    /// These terms for those who commit, at this cost a year (one number for both players or one for
    /// each, at least 0).
    ///
    /// # Errors
    /// If the cost is not a number or below 0.
    pub fn in_institution(terms: Institution, cost: impl IntoPair) -> Result<Self, InstitutionError> {
        let membership = VoluntaryMembership { terms: Box::new(terms), cost: pair("commitment cost", cost)? };
        membership.check().map(|()| membership)
    }
}

impl Instrument for VoluntaryMembership {
    fn name(&self) -> &'static str {
        "voluntary membership"
    }
    fn source(&self) -> &'static str {
        "Olson, The Logic of Collective Action, 1965; Barrett, Self-enforcing international environmental agreements, 1994"
    }
    fn terms(&self) -> String {
        format!("{} for those who commit, at {} a year", self.terms, in_words(&self.cost))
    }
    fn check(&self) -> Result<(), InstitutionError> {
        check_amounts("commitment cost", &self.cost)
    }
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        self.check()?;
        let bound = self.terms.transform(setting)?;
        let (alone, together) = (setting.game(), bound.game());
        if alone.discount() != together.discount()
            || setting.detection() != bound.detection()
            || alone.stage().shape() != together.stage().shape()
        {
            return Err(InstitutionError::NotApplicable {
                instrument: "voluntary membership",
                reason: "its terms change patience, detection or the actions, which no single year can",
                hint: "give those instruments to the institution itself, beside the membership",
            });
        }
        // A player's action: the plain action if committed, that plus the number of actions if not.
        let sizes = [alone.stage().shape()[0], alone.stage().shape()[1]];
        let commits = |action: usize, player: usize| action < sizes[player];
        let price = |action: usize, player: usize| {
            if commits(action, player) { self.cost[player].clone() } else { Rational::ZERO }
        };
        let inside = |actions: [usize; 2]| commits(actions[0], 0) && commits(actions[1], 1);
        let product = Game::from_function(&[2 * sizes[0], 2 * sizes[1]], |profile| {
            let actions = [profile[0], profile[1]];
            let stage = if inside(actions) { together.stage() } else { alone.stage() };
            let payoffs = stage.payoffs_at((actions[0] % sizes[0]) * sizes[1] + actions[1] % sizes[1]);
            [0, 1].map(|i| &payoffs[i] - &price(actions[i], i)).into()
        })?;
        let mut absorbing = Vec::new();
        for choice in [[false, false], [false, true], [true, false], [true, true]] {
            let outside = [0, 1].map(|i| usize::from(choice[i]) * sizes[i]);
            let ends = if inside(outside) { together.absorbing() } else { alone.absorbing() };
            absorbing.extend(ends.iter().map(|end| {
                let actions = [0, 1].map(|i| outside[i] + end.profile[i]);
                let payoff = [0, 1].map(|i| &end.payoff[i] - &price(actions[i], i));
                Absorbing {
                    profile: actions.into(),
                    probability: end.probability.clone(),
                    payoff: payoff.into(),
                }
            }));
        }
        let labels = [0, 1].map(|player| -> Vec<String> {
            let plain = alone.stage().action_labels(player);
            let committed = plain.iter().map(|label| format!("commit & {label}"));
            committed.chain(plain.iter().map(|label| format!("stay out & {label}"))).collect()
        });
        let product = product.labelled(alone.stage().player_labels().to_vec(), labels)?.titled(format!(
            "{} with {}",
            alone.stage().title(),
            self.terms.name()
        ));
        let game = RepeatedGame::with_absorbing(product, alone.discount().clone(), absorbing)?;
        let (cooperate, hold) = (setting.cooperation(), setting.self_help());
        let voluntary = Setting::new(game)?
            .with_roles([cooperate[0], cooperate[1]], [sizes[0] + hold[0], sizes[1] + hold[1]])?;
        Ok(voluntary.with_detection(setting.detection().clone()))
    }
    fn cost_to_members(&self) -> [Rational; 2] {
        let [row, column] = self.terms.cost_to_members();
        [row + &self.cost[0], column + &self.cost[1]]
    }
}

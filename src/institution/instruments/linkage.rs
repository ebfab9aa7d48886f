//! Issue linkage.

use serde::{Deserialize, Serialize};

use crate::exact::Rational;
use crate::game::Game;
use crate::institution::{InstitutionError, Instrument, Setting};
use crate::repeated::RepeatedGame;

/// A second game between the same players, played beside the first: the product game, whose payoffs are
/// sums. A deviation anywhere is punished everywhere, so the incentive constraints are pooled: slack in
/// one issue pays for what is short in the other (Bernheim and Whinston 1990, section 3). Linking an
/// issue to a copy of itself changes nothing (their irrelevance result).
///
/// The linked game's action 0 cooperates and its action 1 holds unless said otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IssueLinkage {
    issue: Game<Rational>,
    cooperate: [usize; 2],
    hold: [usize; 2],
}

impl IssueLinkage {
    /// Links this game of two players.
    ///
    /// # Errors
    /// If it does not have two players with two actions each.
    pub fn to(issue: Game<Rational>) -> Result<Self, InstitutionError> {
        let linkage = IssueLinkage { issue, cooperate: [0, 0], hold: [1, 1] };
        linkage.check().map(|()| linkage)
    }

    /// With other actions of the linked game as cooperation and as holding.
    ///
    /// # Errors
    /// If there are no such actions.
    pub fn with_roles(mut self, cooperate: [usize; 2], hold: [usize; 2]) -> Result<Self, InstitutionError> {
        (self.cooperate, self.hold) = (cooperate, hold);
        self.check().map(|()| self)
    }
}

impl Instrument for IssueLinkage {
    fn name(&self) -> &'static str {
        "issue linkage"
    }
    fn source(&self) -> &'static str {
        "Bernheim and Whinston, Multimarket contact and collusive behavior, RAND Journal of Economics 21, 1990"
    }
    fn terms(&self) -> String {
        let shape = self.issue.shape();
        let title = if self.issue.title().is_empty() { "a game" } else { self.issue.title() };
        format!("with {title}, {} x {}", shape[0], shape[1])
    }
    fn check(&self) -> Result<(), InstitutionError> {
        self.issue.expect_two_players("issue linkage")?;
        self.issue.index(&self.cooperate.into())?;
        self.issue.index(&self.hold.into())?;
        Ok(())
    }
    fn apply(&self, setting: &Setting) -> Result<Setting, InstitutionError> {
        self.check()?;
        if !setting.game().absorbing().is_empty() {
            return Err(InstitutionError::NotApplicable {
                instrument: "issue linkage",
                reason: "one of the profiles can end the game, and the linked game would have no end",
                hint: "link games without absorbing profiles",
            });
        }
        let (first, second) = (setting.game().stage(), &self.issue);
        let sizes = [second.shape()[0], second.shape()[1]];
        let shape = [first.shape()[0] * sizes[0], first.shape()[1] * sizes[1]];
        // A player's action in the product: the action in the first game times the size of the second.
        let joint = |outer: usize, inner: usize, player: usize| outer * sizes[player] + inner;
        let product = Game::from_function(&shape, |profile| {
            let split = [0, 1].map(|i| (profile[i] / sizes[i], profile[i] % sizes[i]));
            let outer = split[0].0 * first.shape()[1] + split[1].0;
            let inner = split[0].1 * sizes[1] + split[1].1;
            first.payoffs_at(outer).iter().zip(second.payoffs_at(inner)).map(|(u, v)| u + v).collect()
        })?;
        let labels = [0, 1].map(|player| -> Vec<String> {
            let inner = second.action_labels(player);
            let pairs = first.action_labels(player).iter().flat_map(|a| inner.iter().map(move |b| (a, b)));
            pairs.map(|(a, b)| format!("{a} & {b}")).collect()
        });
        let title = [first.title(), second.title()].join(" & ");
        let product = product.labelled(first.player_labels().to_vec(), labels)?.titled(title);
        let [cooperate, hold] = [(setting.cooperation(), self.cooperate), (setting.self_help(), self.hold)]
            .map(|(outer, inner)| [0, 1].map(|player| joint(outer[player], inner[player], player)));
        let game = RepeatedGame::new(product, setting.game().discount().clone())?;
        let linked = Setting::new(game)?.with_roles(cooperate, hold)?;
        Ok(linked.with_detection(setting.detection().clone()))
    }
}

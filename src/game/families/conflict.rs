//! Two players who want different things, or have to find each other.

use super::super::{Game, GameError};
use super::broken;
use crate::exact::Rational;

impl Game<Rational> {
    /// The Battle of the Sexes: together is better than apart, and each has a favourite place
    /// (Luce and Raiffa, Games and Decisions, 1957, section 5.3). Player 0 prefers action 0, player 1
    /// action 1; `favourite > other > apart`.
    ///
    /// # Errors
    /// If the payoffs are in another order.
    pub fn battle_of_the_sexes(
        favourite: impl Into<Rational>,
        other: impl Into<Rational>,
        apart: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let (favourite, other, apart) = (favourite.into(), other.into(), apart.into());
        if !(favourite > other && other > apart) {
            let condition = "a Battle of the Sexes has favourite > other > apart";
            return Err(broken("favourite, other, apart", &[&favourite, &other, &apart], condition));
        }
        let row = [[favourite.clone(), apart.clone()], [apart.clone(), other.clone()]];
        let column = [[other, apart.clone()], [apart, favourite]];
        Game::bimatrix(&row, &column)?
            .titled("Battle of the Sexes")
            .labelled(["Player 1", "Player 2"], [vec!["ballet", "boxing"], vec!["ballet", "boxing"]])
    }

    /// Matching Pennies: player 0 wins `stake` on a match, player 1 otherwise (von Neumann and
    /// Morgenstern, Theory of Games and Economic Behavior, 1944, section 14.7).
    ///
    /// # Errors
    /// If the stake is not above 0.
    pub fn matching_pennies(stake: impl Into<Rational>) -> Result<Self, GameError> {
        let stake = stake.into();
        if !stake.is_positive() {
            return Err(broken("stake", &[&stake], "the stake is above 0"));
        }
        let row = [[stake.clone(), -&stake], [-&stake, stake.clone()]];
        let column = [[-&stake, stake.clone()], [stake.clone(), -&stake]];
        Game::bimatrix(&row, &column)?
            .titled("Matching Pennies")
            .labelled(["Matcher", "Mismatcher"], [vec!["heads", "tails"], vec!["heads", "tails"]])
    }

    /// Rock, Paper, Scissors: the winner gets `win`, the loser pays `loss`, a tie pays 0. Zero-sum where
    /// the two are equal; otherwise the generalised game whose dynamics depend on their order (Weissing,
    /// Evolutionary stability and dynamic stability in a class of evolutionary normal form games, 1991).
    ///
    /// # Errors
    /// If `win` or `loss` is not above 0.
    pub fn rock_paper_scissors(
        win: impl Into<Rational>,
        loss: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let (win, loss) = (win.into(), loss.into());
        if !win.is_positive() || !loss.is_positive() {
            return Err(broken("win, loss", &[&win, &loss], "the gain of a win and the loss are above 0"));
        }
        // Each action beats the one before it, in a circle.
        let own = |mine: usize, theirs: usize| match (mine + 3 - theirs) % 3 {
            1 => win.clone(),
            2 => -&loss,
            _ => Rational::ZERO,
        };
        let labels = vec!["rock", "paper", "scissors"];
        Game::from_function(&[3, 3], |p| vec![own(p[0], p[1]), own(p[1], p[0])])?
            .titled("Rock, Paper, Scissors")
            .labelled(["Player 1", "Player 2"], [labels.clone(), labels])
    }

    /// Pure coordination: both get `rewards[a]` if both choose `a`, and 0 otherwise (Schelling, The
    /// Strategy of Conflict, 1960, chapter 3; Lewis, Convention, 1969).
    ///
    /// # Errors
    /// If there are no rewards or one is not above 0.
    pub fn coordination<R: Into<Rational>>(rewards: impl IntoIterator<Item = R>) -> Result<Self, GameError> {
        let rewards: Vec<Rational> = rewards.into_iter().map(Into::into).collect();
        if let Some((i, bad)) = rewards.iter().enumerate().find(|(_, reward)| !reward.is_positive()) {
            return Err(broken(&format!("rewards[{i}]"), &[bad], "the rewards of a match are above 0"));
        }
        let count = rewards.len();
        let game = Game::from_function(&[count, count], |p| {
            let both = if p[0] == p[1] { rewards[p[0]].clone() } else { Rational::ZERO };
            vec![both.clone(), both]
        })?;
        Ok(game.titled("Coordination"))
    }

    /// The inspection game of an employer (player 1) and a worker (player 0): work costs the worker
    /// `effort` and makes `output`; the wage is lost by who is inspected while shirking; an inspection
    /// costs `inspection`. With `output > wage > effort > 0` and `wage > inspection > 0` the only
    /// equilibrium is mixed: shirk with probability inspection/wage, inspect with effort/wage (Fudenberg
    /// and Tirole, Game Theory, 1991, chapter 1; Avenhaus, von Stengel and Zamir, Inspection games, 2002,
    /// for arms control). Actions: work, shirk; trust, inspect.
    ///
    /// # Errors
    /// If the order does not hold.
    pub fn inspection(
        output: impl Into<Rational>,
        wage: impl Into<Rational>,
        effort: impl Into<Rational>,
        inspection: impl Into<Rational>,
    ) -> Result<Self, GameError> {
        let (v, w, g, h) = (output.into(), wage.into(), effort.into(), inspection.into());
        if !(v > w && w > g && g.is_positive() && w > h && h.is_positive()) {
            let condition = "an inspection game has output > wage > effort > 0 and wage > inspection > 0";
            return Err(broken("output, wage, effort, inspection", &[&v, &w, &g, &h], condition));
        }
        let worker = [[&w - &g, &w - &g], [w.clone(), Rational::ZERO]];
        let employer = [[&v - &w, &v - &w - &h], [-&w, -&h]];
        Game::bimatrix(&worker, &employer)?
            .titled("Inspection")
            .labelled(["Worker", "Employer"], [vec!["work", "shirk"], vec!["trust", "inspect"]])
    }

    /// The Traveller's Dilemma: both claim a whole number from `low` to `high` and get the lower of the
    /// two claims; who claimed less gets `reward` on top, who claimed more loses it (Basu, The traveler's
    /// dilemma, American Economic Review 84, 1994). With a reward above 1 both claiming `low` is the
    /// only equilibrium. Action 0 claims `high` (the cooperative claim), the last one `low`.
    ///
    /// # Errors
    /// If `low` is not below `high`, the reward not above 1, or the range too long.
    pub fn travellers_dilemma(low: i64, high: i64, reward: impl Into<Rational>) -> Result<Self, GameError> {
        let reward = reward.into();
        if low >= high || reward <= Rational::ONE {
            let condition = "a Traveller's Dilemma has low < high and reward > 1";
            return Err(broken("low, high, reward", &[&low, &high, &reward], condition));
        }
        let count = usize::try_from(i128::from(high) - i128::from(low) + 1).unwrap_or(usize::MAX);
        let claim = |action: usize| high - action as i64;
        let own = |mine: i64, theirs: i64| {
            let least = Rational::from(mine.min(theirs));
            match mine.cmp(&theirs) {
                std::cmp::Ordering::Less => least + &reward,
                std::cmp::Ordering::Equal => least,
                std::cmp::Ordering::Greater => least - &reward,
            }
        };
        let game = Game::from_function(&[count, count], |p| {
            let (first, second) = (claim(p[0]), claim(p[1]));
            vec![own(first, second), own(second, first)]
        })?;
        let labels: Vec<String> = (0..count).map(|action| claim(action).to_string()).collect();
        game.titled("Traveller's Dilemma").labelled(["Player 1", "Player 2"], [labels.clone(), labels])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn r(p: i64, q: i64) -> Rational {
        Rational::new(p, q)
    }

    #[test]
    fn the_sexes_meet_in_two_equilibria_and_matchers_in_none() {
        let sexes = Game::battle_of_the_sexes(3, 2, 0).unwrap();
        assert_eq!(sexes.pure_equilibria(), [0, 3]);
        assert_eq!(sexes.payoffs_at(3), [2.into(), 3.into()]);
        let pennies = Game::matching_pennies(1).unwrap();
        assert!(pennies.pure_equilibria().is_empty());
        assert_eq!(pennies.payoffs_at(0), [1.into(), (-1).into()]);
        assert!(Game::battle_of_the_sexes(2, 3, 0).is_err() && Game::matching_pennies(0).is_err());
    }

    #[test]
    fn paper_beats_rock_scissors_beat_paper_and_rock_beats_scissors() {
        let game = Game::rock_paper_scissors(1, 2).unwrap();
        for (winner, loser) in [(1, 0), (2, 1), (0, 2)] {
            assert_eq!(game.payoffs_of(&[winner, loser].into()).unwrap(), [1.into(), (-2).into()]);
            assert_eq!(game.payoffs_of(&[loser, winner].into()).unwrap(), [(-2).into(), 1.into()]);
        }
        assert!(Game::rock_paper_scissors(1, 0).is_err());
    }

    #[test]
    fn coordination_rewards_matches_only() {
        let game = Game::coordination([1, 2, 3]).unwrap();
        assert_eq!(game.pure_equilibria(), [0, 4, 8]);
        assert!(Game::coordination([1, 0]).is_err());
        assert!(Game::coordination(Vec::<Rational>::new()).is_err());
    }

    #[test]
    fn the_inspection_equilibrium_is_the_textbooks() {
        let (v, w, g, h) = (r(10, 1), r(4, 1), r(1, 1), r(3, 1));
        let game = Game::inspection(v, w.clone(), g.clone(), h.clone()).unwrap();
        assert!(game.pure_equilibria().is_empty());
        let (shirk, inspect) = (&h / &w, &g / &w);
        let worker = |own: usize| {
            let at = |theirs: usize| game.payoff(&[own, theirs].into(), 0).unwrap();
            at(0) * &(Rational::ONE - &inspect) + at(1) * &inspect
        };
        let employer = |own: usize| {
            let at = |theirs: usize| game.payoff(&[theirs, own].into(), 1).unwrap();
            at(0) * &(Rational::ONE - &shirk) + at(1) * &shirk
        };
        assert_eq!(worker(0), worker(1));
        assert_eq!(employer(0), employer(1));
        assert!(Game::inspection(10, 4, 1, 5).is_err());
    }

    #[test]
    fn travellers_undercut_down_to_the_lowest_claim() {
        let game = Game::travellers_dilemma(2, 100, 2).unwrap();
        assert_eq!(game.pure_equilibria(), [game.profiles() - 1]);
        assert_eq!(game.payoffs_at(0), [100.into(), 100.into()]);
        assert_eq!(game.payoffs_of(&[1, 0].into()).unwrap(), [101.into(), 97.into()]);
        assert_eq!(game.action_labels(0)[98], "2");
        assert!(Game::travellers_dilemma(2, 100, 1).is_err() && Game::travellers_dilemma(3, 3, 2).is_err());
        assert!(Game::travellers_dilemma(i64::MIN, i64::MAX, 2).is_err());
    }
}

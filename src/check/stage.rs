//! The stage game as the checker reads it: its own table, apart from the one the solvers use.

use super::error::{CheckError, Outcome, require};
use super::node::Node;
use crate::exact::Rational;

/// The most cells that a table may have.
const MAX_PROFILES: usize = 1 << 20;

/// A profile that ends the game with a probability, paying an average for ever.
#[derive(Debug)]
pub(super) struct Absorption {
    pub(super) probability: Rational,
    pub(super) payoff: Vec<Rational>,
}

/// Payoffs by profile; profiles are numbered in row-major order (the last player's action runs fastest).
#[derive(Debug)]
pub(super) struct Stage {
    counts: Vec<usize>,
    strides: Vec<usize>,
    payoffs: Vec<Vec<Rational>>,
    absorbing: Vec<Option<Absorption>>,
    labels: Vec<Vec<String>>,
}

impl Stage {
    /// Reads the field `game` of a result.
    pub(super) fn read(game: &Node) -> Outcome<Self> {
        let table = game.field("payoffs")?;
        let players = match game.optional("players") {
            Some(names) if names.is_list() => names.items()?.len(),
            _ => depth(&table)?,
        };
        if players == 0 {
            return Err(CheckError::OutOfRange {
                place: game.place().into(),
                found: "a game of 0 players".into(),
                problem: "no game",
            }
            .into());
        }
        let mut counts = Vec::new();
        let mut level = table.clone();
        for _ in 0..players {
            let items = level.items()?;
            counts.push(items.len());
            let Some(first) = items.into_iter().next() else {
                let problem = "a player without actions";
                let place = level.place().into();
                return Err(CheckError::OutOfRange { place, found: "empty".into(), problem }.into());
            };
            level = first;
        }
        let profiles = counts.iter().try_fold(1usize, |size, &count| size.checked_mul(count));
        let profiles = profiles.filter(|&size| size <= MAX_PROFILES).ok_or(CheckError::TooLarge {
            place: table.place().into(),
            what: "a number of profiles",
            size: profiles.unwrap_or(usize::MAX),
            limit: MAX_PROFILES,
        })?;
        let mut payoffs = Vec::with_capacity(profiles);
        read_cells(&table, &counts, players, &mut payoffs)?;
        let mut strides = vec![1; players];
        for player in (1..players).rev() {
            strides[player - 1] = strides[player] * counts[player];
        }
        let labels = read_labels(game, &counts)?;
        let absorbing = payoffs.iter().map(|_| None).collect();
        let mut stage = Stage { counts, strides, payoffs, absorbing, labels };
        if let Some(entries) = game.optional("absorbing") {
            for entry in entries.items()? {
                stage.read_absorption(&entry)?;
            }
        }
        Ok(stage)
    }

    fn read_absorption(&mut self, entry: &Node) -> Outcome<()> {
        let profile = self.read_profile(&entry.field("profile")?)?;
        let probability = entry.field("probability")?;
        let chance = probability.exact()?;
        require(!chance.is_negative() && chance <= Rational::ONE, || {
            format!("{} is {chance}, which is no probability", probability.place())
        })?;
        require(self.absorbing[profile].is_none(), || {
            format!("{} repeats a profile that is listed before", entry.place())
        })?;
        let payoff = entry.field("payoff")?.exact_list(self.players())?;
        self.absorbing[profile] = Some(Absorption { probability: chance, payoff });
        Ok(())
    }

    pub(super) fn players(&self) -> usize {
        self.counts.len()
    }
    pub(super) fn actions(&self, player: usize) -> usize {
        self.counts[player]
    }
    pub(super) fn profiles(&self) -> usize {
        self.payoffs.len()
    }
    pub(super) fn payoff(&self, profile: usize, player: usize) -> &Rational {
        &self.payoffs[profile][player]
    }
    pub(super) fn payoffs(&self, profile: usize) -> &[Rational] {
        &self.payoffs[profile]
    }
    pub(super) fn action(&self, profile: usize, player: usize) -> usize {
        profile / self.strides[player] % self.counts[player]
    }
    /// The profile in which `player` plays `action` instead.
    pub(super) fn with_action(&self, profile: usize, player: usize, action: usize) -> usize {
        profile - self.action(profile, player) * self.strides[player] + action * self.strides[player]
    }
    /// The profiles that `player` alone can turn this one into.
    pub(super) fn deviations(&self, profile: usize, player: usize) -> impl Iterator<Item = usize> + '_ {
        let own = self.action(profile, player);
        (0..self.counts[player])
            .filter(move |&action| action != own)
            .map(move |action| self.with_action(profile, player, action))
    }
    /// The number of the profile with these actions; the actions have to exist.
    pub(super) fn profile_of(&self, actions: &[usize]) -> usize {
        actions.iter().zip(&self.strides).map(|(action, stride)| action * stride).sum()
    }
    /// A profile for sentences: `(0, 1)`.
    pub(super) fn name(&self, profile: usize) -> String {
        let actions: Vec<String> =
            (0..self.players()).map(|player| self.action(profile, player).to_string()).collect();
        format!("({})", actions.join(", "))
    }
    pub(super) fn absorbs(&self) -> bool {
        self.absorbing.iter().any(Option::is_some)
    }
    pub(super) fn absorption(&self, profile: usize) -> Option<&Absorption> {
        self.absorbing[profile].as_ref()
    }
    /// Whether the profile ends the game for sure.
    pub(super) fn ends(&self, profile: usize) -> bool {
        self.absorption(profile).is_some_and(|end| end.probability == Rational::ONE)
    }

    /// Reads a profile given by action indices or labels.
    pub(super) fn read_profile(&self, node: &Node) -> Outcome<usize> {
        let mut actions = Vec::with_capacity(self.players());
        for (player, item) in node.items_of(self.players())?.iter().enumerate() {
            let label = item.as_text();
            let named = label.and_then(|label| self.labels[player].iter().position(|own| own == label));
            actions.push(match named {
                Some(action) => action,
                None => item.index_below(self.counts[player], "actions")?,
            });
        }
        Ok(self.profile_of(&actions))
    }

    /// What `player` gets on average if `profile` is played now and `next` is worth `continuation`:
    /// `q z + (1 - q) [(1 - d) g + d w]`, with `q = 0` where the profile does not end the game.
    pub(super) fn value(&self, profile: usize, player: usize, d: &Rational, next: &Rational) -> Rational {
        let stays = (Rational::ONE - d) * self.payoff(profile, player) + d * next;
        match self.absorption(profile) {
            None => stays,
            Some(end) => &end.probability * &end.payoff[player] + (Rational::ONE - &end.probability) * stays,
        }
    }

    /// The best `player` can get by leaving `profile` once and being worth `threat` afterwards; `None`
    /// for a player with one action.
    pub(super) fn best_deviation(
        &self,
        profile: usize,
        player: usize,
        d: &Rational,
        threat: &Rational,
    ) -> Option<Rational> {
        self.deviations(profile, player).map(|other| self.value(other, player, d, threat)).max()
    }

    /// What `player` gets on average if `profile` is played for ever.
    pub(super) fn for_ever(&self, profile: usize, player: usize, d: &Rational) -> Rational {
        let stay = match self.absorption(profile) {
            None => return self.payoff(profile, player).clone(),
            Some(end) => Rational::ONE - &end.probability,
        };
        self.value(profile, player, d, &Rational::ZERO) / (Rational::ONE - stay * d)
    }

    /// What `player` gets on average from each step on if the profiles are played in turn for ever.
    pub(super) fn cycle_values(&self, cycle: &[usize], player: usize, d: &Rational) -> Vec<Rational> {
        // Once around, the value is `constant + carry * itself`.
        let around = |start: &Rational| {
            cycle.iter().rev().fold(start.clone(), |next, &profile| self.value(profile, player, d, &next))
        };
        let constant = around(&Rational::ZERO);
        let carry = around(&Rational::ONE) - &constant;
        let mut value = constant / (Rational::ONE - carry);
        let mut values = Vec::with_capacity(cycle.len());
        for &profile in cycle.iter().rev() {
            value = self.value(profile, player, d, &value);
            values.push(value.clone());
        }
        values.reverse();
        values
    }

    /// The best payoff that leaving `profile` once yields in the stage game.
    pub(super) fn best_reply_payoff(&self, profile: usize, player: usize) -> Option<&Rational> {
        self.deviations(profile, player).map(|other| self.payoff(other, player)).max()
    }

    /// How much `player` gains in the stage game by leaving `profile` (negative if that costs); 0 for a
    /// player with one action.
    pub(super) fn gain(&self, profile: usize, player: usize) -> Rational {
        match self.best_reply_payoff(profile, player) {
            Some(best) => best - self.payoff(profile, player),
            None => Rational::ZERO,
        }
    }

    /// Whether nobody gains in the stage game by leaving the profile alone.
    pub(super) fn is_stage_equilibrium(&self, profile: usize) -> bool {
        (0..self.players()).all(|player| !self.gain(profile, player).is_positive())
    }

    /// The least over the others' pure actions of the most that `value` allows `player` against them.
    pub(super) fn pure_minmax_of(&self, player: usize, value: impl Fn(usize) -> Rational) -> Rational {
        let against = (0..self.profiles()).filter(|&profile| self.action(profile, player) == 0);
        let best = against.map(|profile| {
            let own = (0..self.counts[player]).map(|action| value(self.with_action(profile, player, action)));
            own.max().unwrap_or_default()
        });
        best.min().unwrap_or_default()
    }

    /// The pure minmax payoff of the stage game.
    pub(super) fn pure_minmax(&self, player: usize) -> Rational {
        self.pure_minmax_of(player, |profile| self.payoff(profile, player).clone())
    }

    /// Largest absolute payoff, at least the smallest positive scale: what rounding errors compare with.
    pub(super) fn scale(&self) -> Rational {
        let ends = self.absorbing.iter().flatten().flat_map(|end| &end.payoff);
        let largest = self.payoffs.iter().flatten().chain(ends).map(Rational::abs).max();
        largest.filter(|scale| !scale.is_zero()).unwrap_or(Rational::ONE)
    }

    /// How far a float may lie from the exact number it stands for: 10^-11 of the largest payoff.
    pub(super) fn rounding(&self) -> Rational {
        self.scale() * Rational::new(1, 100_000_000_000)
    }

    /// The range of a player's payoffs, 1 if they are constant.
    pub(super) fn range(&self, player: usize) -> Rational {
        let ends = self.absorbing.iter().flatten().map(|end| &end.payoff[player]);
        let all: Vec<&Rational> = self.payoffs.iter().map(|cell| &cell[player]).chain(ends).collect();
        match (all.iter().max(), all.iter().min()) {
            (Some(high), Some(low)) if high > low => *high - *low,
            _ => Rational::ONE,
        }
    }

    /// Bits of the longest payoff.
    pub(super) fn bits(&self) -> usize {
        super::budget::widest(self.payoffs.iter().flatten())
    }
}

/// How deep the table nests, less the level of the payoffs themselves.
fn depth(table: &Node) -> Outcome<usize> {
    let mut levels = 0;
    let mut level = table.clone();
    while level.is_list() {
        levels += 1;
        match level.items()?.into_iter().next() {
            Some(first) => level = first,
            None => break,
        }
    }
    Ok(levels.max(1) - 1)
}

fn read_cells(
    level: &Node,
    counts: &[usize],
    players: usize,
    cells: &mut Vec<Vec<Rational>>,
) -> Result<(), CheckError> {
    match counts.split_first() {
        None => cells.push(level.exact_list(players)?),
        Some((&count, rest)) => {
            for item in level.items_of(count)? {
                read_cells(&item, rest, players, cells)?;
            }
        }
    }
    Ok(())
}

fn read_labels(game: &Node, counts: &[usize]) -> Outcome<Vec<Vec<String>>> {
    let Some(actions) = game.optional("actions") else { return Ok(vec![Vec::new(); counts.len()]) };
    let mut labels = Vec::new();
    for (list, &count) in actions.items_of(counts.len())?.iter().zip(counts) {
        let own: Result<Vec<String>, CheckError> =
            list.items_of(count)?.iter().map(|label| label.text().map(String::from)).collect();
        labels.push(own?);
    }
    Ok(labels)
}

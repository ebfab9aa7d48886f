//! The situations of a joint strategy that some history reaches.

use std::collections::HashMap;
use std::hash::Hash;

use super::{Choice, StrategyError};
use crate::exact::Rational;
use crate::repeated::automaton::Branch;

/// The most entries (situations times profiles) of a joint strategy.
pub(super) const MOST_ENTRIES: usize = 20_000_000;

/// A joint situation: what every player is about to do, and what follows each profile.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Situation {
    pub(super) name: String,
    /// Per player, the lottery over own actions.
    pub(super) intended: Vec<Vec<Choice>>,
    /// Per profile, the place of the lottery that follows.
    pub(super) after: Vec<usize>,
    /// The different lotteries over next situations.
    pub(super) lotteries: Vec<Vec<Branch>>,
}

impl Situation {
    /// The lottery over situations that follows a profile.
    pub(super) fn next(&self, profile: usize) -> &[Branch] {
        &self.lotteries[self.after[profile]]
    }
}

/// A joint strategy as rules over keys.
pub(super) trait Rules {
    /// What tells situations apart.
    type Key: Clone + Eq + Hash;
    /// The lottery over first situations.
    fn start(&self) -> Vec<(Self::Key, Rational)>;
    /// A name, and what every player is about to do.
    fn describe(&self, key: &Self::Key) -> (String, Vec<Vec<Choice>>);
    /// The lottery over situations after a profile, by its index.
    fn after(&self, key: &Self::Key, profile: usize) -> Vec<(Self::Key, Rational)>;
}

/// All situations that some history reaches, in the order in which they are met, and the lottery over
/// first ones.
pub(super) fn explore<R: Rules>(
    rules: &R,
    profiles: usize,
) -> Result<(Vec<Situation>, Vec<Branch>), StrategyError> {
    let mut known = Known { places: HashMap::new(), keys: Vec::new() };
    let initial = known.lottery(rules.start());
    let mut situations = Vec::new();
    while let Some(key) = known.keys.get(situations.len()).cloned() {
        if known.keys.len().saturating_mul(profiles) > MOST_ENTRIES {
            return Err(StrategyError::TooLarge { limit: MOST_ENTRIES });
        }
        let (name, intended) = rules.describe(&key);
        let mut lotteries: Vec<Vec<Branch>> = Vec::new();
        let mut after = Vec::with_capacity(profiles);
        for profile in 0..profiles {
            let next = known.lottery(rules.after(&key, profile));
            let place = lotteries.iter().position(|lottery| *lottery == next);
            after.push(place.unwrap_or(lotteries.len()));
            if place.is_none() {
                lotteries.push(next);
            }
        }
        situations.push(Situation { name, intended, after, lotteries });
    }
    Ok((situations, initial))
}

struct Known<K> {
    places: HashMap<K, usize>,
    keys: Vec<K>,
}

impl<K: Clone + Eq + Hash> Known<K> {
    /// A lottery over keys as one over places, branches of probability zero left out.
    fn lottery(&mut self, lottery: Vec<(K, Rational)>) -> Vec<Branch> {
        let mut branches: Vec<Branch> = Vec::with_capacity(lottery.len());
        for (key, probability) in lottery.into_iter().filter(|(_, p)| !p.is_zero()) {
            let state = match self.places.get(&key) {
                Some(&state) => state,
                None => {
                    self.keys.push(key.clone());
                    self.places.insert(key, self.keys.len() - 1);
                    self.keys.len() - 1
                }
            };
            match branches.iter_mut().find(|branch| branch.state == state) {
                Some(branch) => branch.probability += &probability,
                None => branches.push(Branch { state, probability }),
            }
        }
        branches
    }
}

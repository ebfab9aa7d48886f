//! What signals tell about who did what: the conditions of the folk theorem with imperfect monitoring.
//!
//! For a profile `a` let `P_i(a)` be the matrix whose rows are the lotteries over signals as player `i`
//! runs through the own actions, the others playing their part of `a`. Fudenberg, Levine and Maskin
//! (1994, "The folk theorem with imperfect public information", Econometrica 62) use, at a profile:
//!
//! * *individual full rank* for `i`: the rows of `P_i(a)` are independent, so that every deviation of `i`
//!   can be told from every other;
//! * *pairwise identifiability* of `i` and `j`: the rank of both matrices together is
//!   `rank P_i + rank P_j - 1`: a deviation of one cannot look like a deviation of the other;
//! * *pairwise full rank*: both, the rank is the number of both players' actions less one. Then punishing
//!   one can reward the other, and nothing is lost on the way.
//!
//! If every pure profile has individual full rank for every player, every pair has pairwise full rank at
//! some profile, and the feasible payoffs above minmax have full dimension, patient players can reach
//! every one of them (theorem 6.2; in mixed actions). The reports here are exact ranks; they count as
//! conditions of that theorem, not as proofs about a discount factor.

use serde::{Deserialize, Serialize};

use super::linear::rank;
use super::{MonitoringError, PublicMonitoring};
use crate::exact::Rational;
use crate::game::Profile;

/// What the signals identify at a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identification {
    /// The profile.
    pub profile: Profile,
    /// Whether each player's own deviations can be told apart.
    pub individual_full_rank: Vec<bool>,
    /// One entry per pair of players.
    pub pairs: Vec<PairIdentification>,
}

/// What the signals tell about two players at a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairIdentification {
    /// The two players.
    pub players: [usize; 2],
    /// No deviation of one looks like a deviation of the other.
    pub identifiable: bool,
    /// Identifiable, and both have individual full rank.
    pub full_rank: bool,
}

/// The conditions of the folk theorem of Fudenberg, Levine and Maskin (1994, theorem 6.2) on signals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolkConditions {
    /// The report of every profile, by profile index.
    pub profiles: Vec<Identification>,
    /// Whether every pure profile has individual full rank for every player.
    pub individual: bool,
    /// Whether every pair of players has pairwise full rank at some pure profile.
    pub pairwise: bool,
}

impl FolkConditions {
    /// Whether both conditions on the signals hold.
    pub fn hold(&self) -> bool {
        self.individual && self.pairwise
    }
}

impl PublicMonitoring {
    /// What the signals identify at a profile.
    ///
    /// ```
    /// use detente::{Game, repeated::monitoring::PublicMonitoring};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// let seen = PublicMonitoring::perfect(&stage)?.identification(&[0, 0].into())?;
    /// assert!(seen.individual_full_rank.iter().all(|&full| full) && seen.pairs[0].full_rank);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the profile is not one of the game.
    pub fn identification(&self, profile: &Profile) -> Result<Identification, MonitoringError> {
        Ok(self.identification_at(self.stage().index(profile)?))
    }

    /// The conditions of the folk theorem with imperfect public monitoring on the signals.
    ///
    /// ```
    /// use detente::{Game, Rational, repeated::monitoring::PublicMonitoring};
    /// let stage = Game::prisoners_dilemma(5, 3, 1, 0)?;
    /// assert!(PublicMonitoring::perfect(&stage)?.folk_conditions().hold());
    /// let half = || vec![Rational::new(1, 2); 2];
    /// let blind = PublicMonitoring::new(&stage, ["heads", "tails"], vec![half(), half(), half(), half()])?;
    /// assert!(!blind.folk_conditions().individual);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn folk_conditions(&self) -> FolkConditions {
        let profiles: Vec<Identification> =
            (0..self.stage().profiles()).map(|p| self.identification_at(p)).collect();
        let individual = profiles.iter().all(|p| p.individual_full_rank.iter().all(|&full| full));
        let pairs = profiles.first().map_or(0, |p| p.pairs.len());
        let pairwise = (0..pairs).all(|k| profiles.iter().any(|p| p.pairs[k].full_rank));
        FolkConditions { profiles, individual, pairwise }
    }

    fn identification_at(&self, profile: usize) -> Identification {
        let stage = self.stage();
        let rows = |i: usize| -> Vec<Vec<Rational>> {
            stage.unilateral(profile, i).map(|reached| self.law_at(reached).to_vec()).collect()
        };
        let ranks: Vec<usize> = (0..stage.players()).map(|i| rank(rows(i))).collect();
        let full = |i: usize| ranks[i] == stage.shape()[i];
        let mut pairs = Vec::new();
        for i in 0..stage.players() {
            for j in i + 1..stage.players() {
                let both = rank(rows(i).into_iter().chain(rows(j)).collect());
                let identifiable = both + 1 == ranks[i] + ranks[j];
                let full_rank = identifiable && full(i) && full(j);
                pairs.push(PairIdentification { players: [i, j], identifiable, full_rank });
            }
        }
        Identification {
            profile: stage.profile(profile),
            individual_full_rank: (0..stage.players()).map(full).collect(),
            pairs,
        }
    }
}

//! An automaton in words and as a drawing.

use std::fmt;

use super::{Automaton, Branch};
use crate::exact::Rational;
use crate::game::{Game, Profile};

impl Automaton {
    /// The automaton as a Graphviz digraph: solid arrows on path, dashed ones after a deviation.
    ///
    /// ```
    /// use detente::{Game, repeated::RepeatedGame};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let verdict = game.sustain(&[0, 0].into())?;
    /// let dot = verdict.automaton().expect("sustained at one half").to_dot(game.stage());
    /// assert!(dot.starts_with("digraph") && dot.contains("(cooperate, cooperate)"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_dot(&self, stage: &Game<Rational>) -> String {
        use std::fmt::Write;
        let clean = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        let mut out =
            String::from("digraph automaton {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
        // Writing to a String cannot fail.
        for branch in &self.initial {
            let _ = writeln!(out, "  start -> s{} [label=\"{}\"];", branch.state, branch.probability);
        }
        let _ = writeln!(out, "  start [shape=point];");
        for (s, state) in self.states.iter().enumerate() {
            let mut label = clean(&state.name);
            for draw in &state.draws {
                let profile = stage
                    .index(&draw.profile)
                    .map_or_else(|_| draw.profile.to_string(), |index| stage.describe(index));
                let _ = write!(label, "\\n{}", clean(&profile));
                if draw.probability != Rational::ONE {
                    let _ = write!(label, " with {}", draw.probability);
                }
            }
            let _ = writeln!(out, "  s{s} [label=\"{label}\"];");
            for draw in &state.draws {
                for branch in &draw.next {
                    let weight = &draw.probability * &branch.probability;
                    let label = if weight == Rational::ONE { String::new() } else { weight.to_string() };
                    let _ = writeln!(out, "  s{s} -> s{} [label=\"{label}\"];", branch.state);
                }
            }
            for (player, &target) in state.punish.iter().enumerate() {
                let who = clean(&stage.player_labels()[player]);
                let _ = writeln!(out, "  s{s} -> s{target} [style=dashed, label=\"{who} deviates\"];");
            }
        }
        out.push_str("}\n");
        out
    }
}

impl Automaton {
    /// The automaton in words, with the labels of its stage game: one line per draw of a state, then who
    /// is answered how and what the state is worth. ([`Display`](fmt::Display), which knows no labels,
    /// numbers players and actions from 0.)
    ///
    /// ```
    /// use detente::{Game, repeated::RepeatedGame};
    /// let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0)?, "1/2")?;
    /// let verdict = game.sustain(&[0, 0].into())?;
    /// let words = verdict.automaton().expect("sustained at one half").in_words(game.stage());
    /// assert!(words.to_string().contains("play (cooperate, cooperate), then"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_words<'a>(&'a self, stage: &'a Game<Rational>) -> AutomatonInWords<'a> {
        AutomatonInWords { automaton: self, stage: Some(stage) }
    }
}

impl fmt::Display for Automaton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        AutomatonInWords { automaton: self, stage: None }.fmt(f)
    }
}

/// An automaton with the names of its game; see [`Automaton::in_words`].
#[derive(Debug, Clone, Copy)]
pub struct AutomatonInWords<'a> {
    automaton: &'a Automaton,
    stage: Option<&'a Game<Rational>>,
}

impl AutomatonInWords<'_> {
    /// The state's name.
    fn state(&self, index: usize) -> &str {
        &self.automaton.states[index].name
    }

    fn profile(&self, profile: &Profile) -> String {
        let known = self.stage.and_then(|stage| Some(stage.describe(stage.index(profile).ok()?)));
        known.unwrap_or_else(|| profile.to_string())
    }

    fn player(&self, player: usize) -> String {
        let label = self.stage.and_then(|stage| stage.player_labels().get(player));
        label.map_or_else(|| format!("player {player}"), String::clone)
    }

    fn lottery(&self, branches: &[Branch]) -> String {
        let part = |branch: &Branch| match branch.probability == Rational::ONE {
            true => self.state(branch.state).to_string(),
            false => format!("{} {}", branch.probability, self.state(branch.state)),
        };
        branches.iter().map(part).collect::<Vec<_>>().join(" + ")
    }

    /// What a lone deviator faces: said once where it is the same for all.
    fn answer(&self, punish: &[usize]) -> String {
        match punish {
            [first, rest @ ..] if rest.iter().all(|other| other == first) => {
                format!("a deviator faces {}", self.state(*first))
            }
            _ => {
                let each = punish.iter().enumerate();
                let each = each.map(|(i, &p)| format!("{} faces {}", self.player(i), self.state(p)));
                format!("after deviating, {}", each.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

impl fmt::Display for AutomatonInWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "start in {}", self.lottery(&self.automaton.initial))?;
        for state in &self.automaton.states {
            for draw in &state.draws {
                let chance = match draw.probability == Rational::ONE {
                    true => String::new(),
                    false => format!("with {} ", draw.probability),
                };
                let (profile, next) = (self.profile(&draw.profile), self.lottery(&draw.next));
                writeln!(f, "  {}: {chance}play {profile}, then {next}", state.name)?;
            }
            let value: Vec<String> = state.value.iter().map(Rational::to_string).collect();
            writeln!(f, "    {}; worth ({})", self.answer(&state.punish), value.join(", "))?;
        }
        Ok(())
    }
}

/// The name of a state in a self-generating set: whom it punishes, given the worst state per player.
pub(in crate::repeated) fn state_name(worst: &[usize], state: usize) -> String {
    let punishes: Vec<String> =
        (0..worst.len()).filter(|&i| worst[i] == state).map(|i| (i + 1).to_string()).collect();
    if punishes.is_empty() { format!("reward {state}") } else { format!("punish {}", punishes.join(" and ")) }
}

#[cfg(test)]
mod tests {
    use crate::Game;
    use crate::repeated::RepeatedGame;

    #[test]
    fn labels_stand_where_the_game_is_known_and_numbers_where_it_is_not() {
        let game = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "1/2").unwrap();
        let verdict = game.sustain(&[0, 0].into()).unwrap();
        let mut automaton = verdict.automaton().unwrap().clone();
        let words = automaton.in_words(game.stage()).to_string();
        assert!(words.contains("play (cooperate, cooperate), then"), "{words}");
        assert!(automaton.to_string().contains("play (0, 0), then"));
        let state = automaton.initial[0].state;
        automaton.states[state].punish = vec![state, 1 - state];
        let words = automaton.in_words(game.stage()).to_string();
        assert!(words.contains("after deviating, Player 1 faces ") && words.contains(", Player 2 faces "));
    }
}

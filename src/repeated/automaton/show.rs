//! An automaton in words and as a drawing.

use std::fmt;

use super::{Automaton, Branch};
use crate::exact::Rational;

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
    pub fn to_dot(&self, stage: &crate::game::Game<Rational>) -> String {
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

impl fmt::Display for Automaton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lottery = |branches: &[Branch]| -> String {
            let all: Vec<String> = branches
                .iter()
                .map(|b| {
                    let name = &self.states[b.state].name;
                    if b.probability == Rational::ONE {
                        name.clone()
                    } else {
                        format!("{} {name}", b.probability)
                    }
                })
                .collect();
            all.join(" + ")
        };
        writeln!(f, "start in {}", lottery(&self.initial))?;
        for state in &self.states {
            for draw in &state.draws {
                let chance = if draw.probability == Rational::ONE {
                    String::new()
                } else {
                    format!("with {} ", draw.probability)
                };
                writeln!(f, "  {}: {chance}play {}, then {}", state.name, draw.profile, lottery(&draw.next))?;
            }
            let punish: Vec<&str> = state.punish.iter().map(|&p| self.states[p].name.as_str()).collect();
            let value: Vec<String> = state.value.iter().map(Rational::to_string).collect();
            writeln!(f, "    deviators face {}; worth ({})", punish.join(" / "), value.join(", "))?;
        }
        Ok(())
    }
}

//! The points of a payoff plane and their labels.

use super::{PayoffSpace, set_mark};
use crate::report::plot::axes::Axes;
use crate::report::plot::canvas::{Canvas, Mark, Type};
use crate::report::plot::geometry::{Pixel, Rect};
use crate::report::plot::labels::{Placer, draw_label};
use crate::report::plot::palette::{self, Colour, INK};
use crate::report::plot::sheet::LABEL;

/// Up to this many stage payoffs are all named; of more, only those at corners of a set.
const NAMED: usize = 16;

pub(super) struct Marked {
    pub at: [f64; 2],
    pub text: String,
    pub mark: Mark,
    pub radius: f64,
    pub colour: Colour,
    pub bold: bool,
}

impl Marked {
    /// Whether it is a profile of a crowd, too many to be named.
    pub fn is_unnamed_profile(&self) -> bool {
        self.mark == Mark::Disc && self.text.is_empty()
    }
}

/// Profiles with the same payoff share a label, which names the first few.
pub(super) fn joined(profiles: &[&str]) -> String {
    const SHOWN: usize = 4;
    let shown = profiles[..profiles.len().min(SHOWN)].join(" = ");
    if profiles.len() > SHOWN { format!("{shown} and {} more", profiles.len() - SHOWN) } else { shown }
}

/// Labels by their payoffs, in the order in which these first occur.
fn grouped(points: &[(String, [f64; 2])]) -> Vec<([f64; 2], Vec<&str>)> {
    let mut groups: Vec<([f64; 2], Vec<&str>)> = Vec::new();
    for (label, payoff) in points {
        match groups.iter_mut().find(|(at, _)| at == payoff) {
            Some((_, labels)) => labels.push(label),
            None => groups.push((*payoff, vec![label])),
        }
    }
    groups
}

impl PayoffSpace {
    pub(super) fn marks(&self) -> Vec<Marked> {
        let mut marks: Vec<Marked> = Vec::new();
        let groups = grouped(&self.stage);
        let crowded = groups.len() > NAMED;
        let sets = || self.sets.iter().map(|(_, set)| set).chain([&self.feasible]);
        let corner = |at: &[f64; 2]| sets().any(|set| set.contains(at));
        marks.extend(groups.into_iter().map(|(at, profiles)| {
            let text = if crowded && !corner(&at) { String::new() } else { joined(&profiles) };
            let radius = if crowded { 2.2 } else { 3.5 };
            Marked { at, text, mark: Mark::Disc, radius, colour: INK, bold: false }
        }));
        for (index, (label, set)) in self.sets.iter().enumerate() {
            if let [at] = set[..] {
                let (mark, colour) = (set_mark(index), palette::series(index));
                // Rings of different sizes: two sets that are the same point both stay visible.
                let radius = 9.0 + 4.0 * (self.sets.len() - 1 - index) as f64;
                marks.push(Marked { at, text: label.clone(), mark, radius, colour, bold: true });
            }
        }
        marks.sort_by(|a, b| b.radius.total_cmp(&a.radius));
        for (at, labels) in grouped(&self.equilibria) {
            let named: Vec<&str> = labels.into_iter().filter(|label| !label.is_empty()).collect();
            let text = joined(&named);
            marks.push(Marked { at, text, mark: Mark::Square, radius: 5.0, colour: INK, bold: true });
        }
        let special =
            [(self.threat, "threat point", Mark::Triangle), (self.self_help, "self-help", Mark::Diamond)];
        for (at, text, mark) in special {
            if let Some(at) = at {
                marks.push(Marked { at, text: text.into(), mark, radius: 6.0, colour: INK, bold: true });
            }
        }
        marks
    }

    /// Draws the labels of the marks and gives those that found no room.
    pub(super) fn draw_labels(&self, canvas: &mut Canvas<'_>, axes: &Axes, marks: &[Marked]) -> Vec<String> {
        let mut placer = Placer::new(axes.area.grown(-2.0));
        for mark in marks {
            let side = 2.0 * mark.radius + 2.0;
            placer.take(Rect::around(axes.at(mark.at[0], mark.at[1]), side, side));
        }
        let outlines = self.sets.iter().map(|(_, set)| set).chain([&self.feasible, &self.rational]);
        for set in outlines.filter(|set| set.len() > 1) {
            let mut line: Vec<Pixel> = set.iter().map(|p| axes.at(p[0], p[1])).collect();
            line.push(line[0]);
            placer.avoid_line(&line);
        }
        let mut left_out = Vec::new();
        // The special points come last among the marks and choose first.
        for mark in marks.iter().rev().filter(|mark| !mark.text.is_empty()) {
            let look = Type::new(LABEL, mark.colour);
            let look = if mark.bold { look.bold() } else { look };
            let at = axes.at(mark.at[0], mark.at[1]);
            if !draw_label(canvas, &mut placer, &mark.text, at, mark.radius + 4.0, look) {
                left_out.push(mark.text.clone());
            }
        }
        left_out
    }
}

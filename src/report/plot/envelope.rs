//! Upper envelopes: what each action pays against a mixture of two, and which is best where.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM, Y_TITLE_ROOM};
use super::canvas::{Anchor, Canvas, Mark, Stroke, Type};
use super::geometry::{Pixel, Rect};
use super::labels::{Placer, draw_label, spread};
use super::palette::{self, Colour, GREY, INK, SOFT_INK};
use super::scale::{Scale, finite, number, within};
use super::sheet::{FigureText, LABEL, LEADING, SMALL, sheet, shortened, without_room};
use super::strokes::dashes;
use crate::equilibrium::EquilibriumError;
use crate::equilibrium::structure::reply_intervals;
use crate::exact::Scalar;
use crate::game::Game;

const HEIGHT: f64 = 400.0;
const NAMES: f64 = 190.0;
/// Height of the strip that names the best action of each region.
const STRIP: f64 = 24.0;
/// Of more lines than this, those that are nowhere best are grey and have no name.
const COLOURED: usize = 8;

/// What a player's actions pay against an opponent with two actions, as lines over the chance of the second
/// one; their upper envelope; and the regions in which each action is best (the diagram of a 2 x n game).
///
/// ```
/// use detente::{Game, report::plot::{FigureText, UpperEnvelope}};
/// let names = [vec!["top", "middle", "bottom"], vec!["left", "right"]];
/// let game = Game::exact_bimatrix(&[[6, 0], [4, 4], [0, 6]], &[[1, 0], [0, 1], [1, 0]])?
///     .labelled(["Row", "Column"], names)?;
/// let svg = UpperEnvelope::of(FigureText::new("What is best when in doubt?"), &game, 0)?.to_svg()?;
/// assert!(svg.contains("chance that Column plays right"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UpperEnvelope {
    text: FigureText,
    player: String,
    chance: String,
    /// Payoffs at chances 0 and 1, and the labels of the actions that pay them.
    lines: Vec<(Vec<String>, [f64; 2])>,
    /// From, to, and the highest line between.
    regions: Vec<(f64, f64, usize)>,
    marks: Vec<(String, f64)>,
}

impl UpperEnvelope {
    /// The diagram of one player of a game in which the other one has two actions.
    ///
    /// # Errors
    /// As [`reply_intervals`].
    pub fn of<T: Scalar>(text: FigureText, game: &Game<T>, player: usize) -> Result<Self, EquilibriumError> {
        let intervals = reply_intervals(game, player)?;
        let other = 1 - player;
        let mut lines: Vec<(Vec<String>, [f64; 2])> = Vec::new();
        // Actions that always pay the same are one line.
        let mut line_of = Vec::new();
        for (action, label) in game.action_labels(player).iter().enumerate() {
            let own = game.deviate(0, player, action);
            let ends = [0, 1].map(|reply| game.payoff_at(game.deviate(own, other, reply), player).to_float());
            let known = lines.iter().position(|(_, known)| *known == ends);
            line_of.push(known.unwrap_or(lines.len()));
            match known {
                Some(line) => lines[line].0.push(label.clone()),
                None => lines.push((vec![label.clone()], ends)),
            }
        }
        let regions = intervals.into_iter().map(|i| (i.from.to_f64(), i.to.to_f64(), line_of[i.best[0]]));
        Ok(Self {
            text,
            player: game.player_labels()[player].clone(),
            chance: format!(
                "chance that {} plays {} (else {})",
                game.player_labels()[other],
                game.action_labels(other)[1],
                game.action_labels(other)[0]
            ),
            lines,
            regions: regions.collect(),
            marks: Vec::new(),
        })
    }

    /// Marks a chance on the envelope: an equilibrium strategy of the opponent, as a rule.
    #[must_use]
    pub fn mark(mut self, label: impl Into<String>, chance: f64) -> Self {
        self.marks.push((label.into(), chance));
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::NotFinite`] for a payoff without a place on an axis, [`ReportError::OutOfRange`] for a
    /// marked chance outside [0, 1].
    pub fn to_svg(&self) -> Result<String, ReportError> {
        self.check()?;
        let height = Y_TITLE_ROOM + STRIP + 6.0 + HEIGHT + X_ROOM;
        sheet(&self.text, height, &self.told(), |canvas, body| {
            let top = body.top + Y_TITLE_ROOM + STRIP + 6.0;
            let payoffs = self.lines.iter().flat_map(|(_, ends)| *ends);
            let y = Scale::padded(payoffs, 0.06, (top + HEIGHT, top));
            let left = body.left + Axes::y_tick_room(&y, HEIGHT);
            let area = Rect::new(left, top, body.right - NAMES, top + HEIGHT);
            let x = Scale::padded([0.0, 1.0], 0.0, (area.left, area.right));
            let axes = Axes { area, x, y };
            axes.draw_x(canvas, &self.chance);
            axes.draw_y_titled(canvas, &format!("payoff of {}", self.player), body.top + Y_TITLE_ROOM - 16.0);
            let unnamed = self.draw_strip(canvas, &axes);
            self.draw_lines(canvas, &axes);
            let mut remark = without_room(&self.draw_marks(canvas, &axes));
            if !unnamed.is_empty() {
                remark =
                    format!("Best from left to right, too narrow to name: {}. {remark}", unnamed.join("; "));
            }
            self.draw_names(canvas, &axes);
            let crowd = (0..self.lines.len()).filter(|&line| self.is_crowd(line)).count();
            if crowd > 0 {
                remark = format!("The {crowd} grey lines are nowhere best. {remark}");
            }
            remark
        })
    }

    fn check(&self) -> Result<(), ReportError> {
        for (index, (_, ends)) in self.lines.iter().enumerate() {
            for (side, payoff) in ends.iter().enumerate() {
                finite(*payoff, || format!("lines[{index}][{side}]"))?;
            }
        }
        for (index, (_, chance)) in self.marks.iter().enumerate() {
            within(*chance, (0.0, 1.0), || format!("marks[{index}]"))?;
        }
        Ok(())
    }

    fn told(&self) -> String {
        let regions: Vec<String> = self
            .regions
            .iter()
            .map(|(from, to, best)| format!("{} from {} to {}", self.name(*best), number(*from), number(*to)))
            .collect();
        format!("Payoffs of {} over the {}. Best: {}.", self.player, self.chance, regions.join("; "))
    }

    /// The actions of a line, the first few by name.
    fn name(&self, line: usize) -> String {
        const SHOWN: usize = 3;
        let labels = &self.lines[line].0;
        let more = labels.len().saturating_sub(SHOWN);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("{}{rest}", labels[..labels.len().min(SHOWN)].join(" = "))
    }

    fn is_best_somewhere(&self, line: usize) -> bool {
        self.regions.iter().any(|(_, _, best)| *best == line)
    }

    /// Whether a line is only part of a crowd: nowhere best, one of many.
    fn is_crowd(&self, line: usize) -> bool {
        !self.is_best_somewhere(line) && self.lines.len() > COLOURED
    }

    /// The colour and dashes of a line: those that are best somewhere come first.
    fn look(&self, line: usize) -> (Colour, &'static [f64]) {
        if self.is_crowd(line) {
            return (GREY, dashes(2));
        }
        let is_best = self.is_best_somewhere(line);
        let before = (0..line).filter(|&other| self.is_best_somewhere(other) == is_best).count();
        let best = (0..self.lines.len()).filter(|&other| self.is_best_somewhere(other)).count();
        let rank = before + if is_best { 0 } else { best };
        (palette::series(rank), dashes(rank))
    }

    fn payoff(&self, action: usize, chance: f64) -> f64 {
        let [start, end] = self.lines[action].1;
        start + chance * (end - start)
    }

    fn top(&self, chance: f64) -> f64 {
        (0..self.lines.len()).map(|action| self.payoff(action, chance)).fold(f64::NEG_INFINITY, f64::max)
    }

    /// Draws the strip of regions above the area and gives the names that did not fit.
    fn draw_strip(&self, canvas: &mut Canvas<'_>, axes: &Axes) -> Vec<String> {
        let (top, bottom) = (axes.area.top - STRIP - 4.0, axes.area.top - 4.0);
        let mut unnamed = Vec::new();
        for (number, (from, to, best)) in self.regions.iter().enumerate() {
            let (left, right) = (axes.x.at(*from), axes.x.at(*to));
            let (colour, _) = self.look(*best);
            canvas.rectangle(&Rect::new(left, top, right, bottom), colour, 0.22);
            let look = Type::new(SMALL, INK).bold().anchored(Anchor::Middle);
            let name = self.name(*best);
            if look.width(&name) + 8.0 <= right - left {
                canvas.text(&name, ((left + right) / 2.0, (top + bottom) / 2.0), look);
            } else {
                unnamed.push(name);
            }
            if number > 0 {
                let edge = [(left, top), (left, axes.area.bottom)];
                canvas.line(&edge, Stroke::new(GREY, 1.2).dashed(dashes(1)));
            }
        }
        let look = Type::new(SMALL, SOFT_INK);
        canvas.text("best", (axes.area.right + 18.0, (top + bottom) / 2.0), look);
        unnamed
    }

    fn draw_lines(&self, canvas: &mut Canvas<'_>, axes: &Axes) {
        for action in 0..self.lines.len() {
            let (colour, dashes) = self.look(action);
            let ends = [axes.at(0.0, self.payoff(action, 0.0)), axes.at(1.0, self.payoff(action, 1.0))];
            canvas.line(&ends, Stroke::new(colour, 1.8).dashed(dashes));
        }
        for (from, to, best) in &self.regions {
            let (colour, _) = self.look(*best);
            let piece: Vec<Pixel> =
                [*from, *to].map(|chance| axes.at(chance, self.payoff(*best, chance))).to_vec();
            canvas.line(&piece, Stroke::new(colour, 4.5));
        }
    }

    /// Draws the marks and gives the labels that found no room.
    fn draw_marks(&self, canvas: &mut Canvas<'_>, axes: &Axes) -> Vec<String> {
        let mut placer = Placer::new(axes.area.grown(-2.0));
        for action in 0..self.lines.len() {
            placer.avoid_line(&[0.0, 1.0].map(|chance| axes.at(chance, self.payoff(action, chance))));
        }
        for (_, chance) in &self.marks {
            let at = axes.at(*chance, self.top(*chance));
            canvas.mark(Mark::Diamond, at, 6.0, INK);
            placer.take(Rect::around(at, 17.0, 17.0));
        }
        let look = Type::new(LABEL, INK).bold();
        let mut left_out = Vec::new();
        for (label, chance) in &self.marks {
            let at = axes.at(*chance, self.top(*chance));
            if !draw_label(canvas, &mut placer, label, at, 11.0, look) {
                left_out.push(label.clone());
            }
        }
        left_out
    }

    /// Names the lines at their right ends, but for crowds: those that are best somewhere first, the others
    /// while there is room.
    fn draw_names(&self, canvas: &mut Canvas<'_>, axes: &Axes) {
        let line = SMALL * LEADING;
        let room = (axes.area.height() / line).floor() as usize;
        let mut order: Vec<usize> = (0..self.lines.len()).collect();
        order.retain(|&line| !self.is_crowd(line));
        order.sort_by_key(|&line| !self.is_best_somewhere(line));
        order.truncate(room);
        let bold = |colour| Type::new(SMALL, colour).bold();
        let wishes: Vec<f64> = order.iter().map(|&action| axes.y.at(self.payoff(action, 1.0))).collect();
        let places = spread(&wishes, &vec![line; order.len()], (axes.area.top, axes.area.bottom));
        for ((action, wish), y) in order.iter().zip(wishes).zip(places) {
            let x = axes.area.right + 18.0;
            let (colour, _) = self.look(*action);
            if (wish - y).abs() > 3.0 {
                canvas.line(&[(axes.area.right + 2.0, wish), (x - 4.0, y)], Stroke::new(GREY, 1.0));
            }
            let name = shortened(&self.name(*action), NAMES - 22.0, bold(colour));
            canvas.text(&name, (x, y), bold(colour));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;
    use crate::exact::Rational;

    fn of(row: &[[i64; 2]]) -> UpperEnvelope {
        let game: Game<Rational> = Game::exact_bimatrix(row, &vec![[0, 0]; row.len()]).unwrap();
        UpperEnvelope::of(FigureText::new("Question?"), &game, 0).unwrap()
    }

    #[test]
    fn diagrams_of_one_line_equal_lines_and_very_many_lines_are_drawn() {
        let parabola: Vec<[i64; 2]> = (0..200).map(|k| [k * k, (200 - k) * (200 - k)]).collect();
        for picture in [
            of(&[[3, 1]]),
            of(&[[2, 2], [2, 2], [2, 2], [2, 2]]).mark("anywhere", 0.5),
            of(&parabola).mark("left", 0.0).mark("right", 1.0),
            of(&(-40..=40).map(|k| [1000 * k, 1000 * k * k * k]).collect::<Vec<_>>()),
        ] {
            assert_readable(&picture.to_svg().unwrap());
        }
    }

    #[test]
    fn equally_good_actions_share_a_name() {
        let envelope = of(&[[6, 0], [4, 4], [0, 6], [6, 0]]);
        assert_eq!(envelope.name(envelope.regions[0].2), "0 = 3");
        assert!(envelope.to_svg().unwrap().contains("Best: 0 = 3 from 0 to 0.333"));
        assert_eq!(of(&[[1, 1]; 5]).name(0), "0 = 1 = 2 and 2 more");
    }

    #[test]
    fn what_has_no_place_is_refused_and_named() {
        let outside = of(&[[3, 1]]).mark("x", -0.5).to_svg();
        assert!(matches!(outside, Err(ReportError::OutOfRange { location, .. }) if location == "marks[0]"));
    }
}

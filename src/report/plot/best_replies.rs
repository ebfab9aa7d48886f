//! Best replies in a 2 x 2 game: two correspondences in the unit square, equilibria where they meet.

use serde::{Deserialize, Serialize};

use super::super::ReportError;
use super::axes::{Axes, X_ROOM, Y_TITLE_ROOM};
use super::canvas::{Canvas, Mark, Stroke, Type};
use super::geometry::Rect;
use super::key::{Key, Swatch};
use super::labels::{Placer, draw_label};
use super::palette::{self, INK};
use super::scale::{Scale, number, within};
use super::sheet::{FigureText, LABEL, sheet, without_room};
use super::strokes::dashes;
use crate::equilibrium::EquilibriumError;
use crate::equilibrium::structure::{ReplyInterval, reply_intervals};
use crate::exact::Scalar;
use crate::game::Game;

const SIDE: f64 = 430.0;
const KEY_WIDTH: f64 = 300.0;

/// Both players' best replies in a 2 x 2 game: across the chance with which the column player takes its
/// second action, up that of the row player. Equilibria are where the two meet.
///
/// A reply is drawn as a line, or as a hatched area where the player is indifferent whatever the other
/// does.
///
/// ```
/// use detente::{Game, report::plot::{BestReplies, FigureText}};
/// let svg = BestReplies::of(FigureText::new("Who swerves?"), &Game::chicken(7, 6, 0, 2)?)?
///     .equilibrium("mixed", [1.0 / 3.0; 2])
///     .to_svg()?;
/// assert!(svg.contains("mixed"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BestReplies {
    text: FigureText,
    players: [String; 2],
    /// The labels of the second actions.
    second: [String; 2],
    /// Opposite corners of boxes, most of them without width or height.
    replies: [Vec<[[f64; 2]; 2]>; 2],
    equilibria: Vec<(String, [f64; 2])>,
}

impl BestReplies {
    /// The best replies of a game, without equilibria.
    ///
    /// # Errors
    /// If the game is not 2 x 2.
    pub fn of<T: Scalar>(text: FigureText, game: &Game<T>) -> Result<Self, EquilibriumError> {
        let graph = |player: usize| -> Result<Vec<[[f64; 2]; 2]>, EquilibriumError> {
            let mut boxes = boxes(&reply_intervals(game, player)?);
            if game.shape()[player] == 2 {
                // A tie against a pure action, where one action is best against all others: a step at the
                // border.
                for against in [0, 1] {
                    let index = game.deviate(0, 1 - player, against);
                    let x = against as f64;
                    if game.best_replies(index, player).len() == 2 {
                        boxes.push([[x, 0.0], [x, 1.0]]);
                    }
                }
            }
            Ok(boxes)
        };
        // Each call checks that the other player has two actions.
        let [row, column] = [graph(0)?, graph(1)?];
        // The column player's chance lies across: its boxes are turned over the diagonal.
        let column = column.into_iter().map(|corners| corners.map(|[x, y]| [y, x])).collect();
        let label = |player: usize| game.player_labels()[player].clone();
        let second = |player: usize| game.action_labels(player)[1].clone();
        Ok(Self {
            text,
            players: [label(0), label(1)],
            second: [second(0), second(1)],
            replies: [row, column],
            equilibria: Vec::new(),
        })
    }

    /// Marks an equilibrium: the chances with which row and column take their second action.
    #[must_use]
    pub fn equilibrium(mut self, label: impl Into<String>, [row, column]: [f64; 2]) -> Self {
        self.equilibria.push((label.into(), [column, row]));
        self
    }

    /// The picture.
    ///
    /// # Errors
    /// [`ReportError::OutOfRange`] for an equilibrium outside the unit square.
    pub fn to_svg(&self) -> Result<String, ReportError> {
        for (index, (_, at)) in self.equilibria.iter().enumerate() {
            within(at[0], (0.0, 1.0), || format!("equilibria[{index}][1]"))?;
            within(at[1], (0.0, 1.0), || format!("equilibria[{index}][0]"))?;
        }
        let key = self.key();
        let height = (SIDE + Y_TITLE_ROOM + X_ROOM).max(key.height() + Y_TITLE_ROOM);
        sheet(&self.text, height, &self.told(), |canvas, body| {
            let (top, bottom) = (body.top + Y_TITLE_ROOM, body.top + Y_TITLE_ROOM + SIDE);
            // Room on all sides: lines along the border of the square must be seen whole.
            let y = Scale::padded([0.0, 1.0], 0.05, (bottom, top));
            let left = body.left + Axes::y_tick_room(&y, SIDE);
            let area = Rect::new(left, top, left + SIDE, bottom);
            let axes = Axes { area, x: Scale::padded([0.0, 1.0], 0.05, (area.left, area.right)), y };
            let title =
                |player: usize| format!("chance that {} plays {}", self.players[player], self.second[player]);
            axes.draw(canvas, &title(1), &title(0));
            for (player, boxes) in self.replies.iter().enumerate() {
                draw_replies(canvas, &axes, player, boxes);
            }
            key.draw(canvas, (area.right + 36.0, area.top + 4.0));
            without_room(&self.draw_equilibria(canvas, &axes))
        })
    }

    fn key(&self) -> Key {
        let mut entries: Vec<(Swatch, String)> = (0..2)
            .map(|player| {
                let text =
                    format!("best replies of {} to {}", self.players[player], self.players[1 - player]);
                (Swatch::Line(stroke(player)), text)
            })
            .collect();
        if !self.equilibria.is_empty() {
            entries.push((Swatch::Mark(Mark::Disc, INK), "equilibrium: both reply best".into()));
        }
        Key::new(entries, KEY_WIDTH)
    }

    fn told(&self) -> String {
        let points: Vec<String> = self
            .equilibria
            .iter()
            .map(|(label, [x, y])| format!("{label} at {} across and {} up", number(*x), number(*y)))
            .collect();
        format!(
            "Best replies of {} and {} in the unit square. Equilibria: {}.",
            self.players[0],
            self.players[1],
            if points.is_empty() { "none shown".into() } else { points.join("; ") }
        )
    }

    /// Draws the marks and gives the labels that found no room.
    fn draw_equilibria(&self, canvas: &mut Canvas<'_>, axes: &Axes) -> Vec<String> {
        let mut placer = Placer::new(axes.area.grown(-2.0));
        for (_, [x, y]) in &self.equilibria {
            let at = axes.at(*x, *y);
            canvas.mark(Mark::Disc, at, 6.5, INK);
            placer.take(Rect::around(at, 17.0, 17.0));
        }
        for [from, to] in self.replies.iter().flatten() {
            let mut corners = vec![*from, [to[0], from[1]], *to, [from[0], to[1]], *from];
            if from[0] == to[0] || from[1] == to[1] {
                // A box without area is one line; its way back would count every crossing twice.
                corners = vec![*from, *to];
            }
            let corners: Vec<_> = corners.into_iter().map(|[x, y]| axes.at(x, y)).collect();
            placer.avoid_line(&corners);
        }
        let look = Type::new(LABEL, INK).bold();
        let mut left_out = Vec::new();
        for (label, [x, y]) in &self.equilibria {
            if !label.is_empty() && !draw_label(canvas, &mut placer, label, axes.at(*x, *y), 11.0, look) {
                left_out.push(label.clone());
            }
        }
        left_out
    }
}

fn stroke(player: usize) -> Stroke {
    // The second line is narrower and dashed: where both run together, both are seen.
    Stroke::new(palette::series(player), if player == 0 { 6.0 } else { 3.0 }).dashed(dashes(player))
}

fn draw_replies(canvas: &mut Canvas<'_>, axes: &Axes, player: usize, boxes: &[[[f64; 2]; 2]]) {
    for [from, to] in boxes {
        let (a, b) = (axes.at(from[0], from[1]), axes.at(to[0], to[1]));
        if from[0] != to[0] && from[1] != to[1] {
            let corners = Rect::new(a.0, b.1, b.0, a.1).corners();
            canvas.hatch(&corners, 9.0 + 3.0 * player as f64, Stroke::new(palette::series(player), 1.3));
            canvas.outline(&corners, stroke(player));
        } else {
            canvas.line(&[a, b], stroke(player));
        }
    }
}

/// The graph of a best reply over the other's chance: a line along 0 or 1 where one action is best, the
/// whole height where both are, and a step between intervals with different answers.
fn boxes(intervals: &[ReplyInterval]) -> Vec<[[f64; 2]; 2]> {
    let span = |best: &[usize]| match best {
        [action] => [*action as f64; 2],
        _ => [0.0, 1.0],
    };
    let mut boxes = Vec::new();
    for (number, interval) in intervals.iter().enumerate() {
        let (from, to) = (interval.from.to_f64(), interval.to.to_f64());
        let [low, high] = span(&interval.best);
        if number > 0 {
            boxes.push([[from, 0.0], [from, 1.0]]);
        }
        boxes.push([[from, low], [to, high]]);
    }
    boxes
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_readable;
    use super::*;
    use crate::exact::Rational;

    fn of(row: [[i64; 2]; 2], column: [[i64; 2]; 2]) -> BestReplies {
        let game: Game<Rational> = Game::exact_bimatrix(&row, &column).unwrap();
        BestReplies::of(FigureText::new("Question?"), &game).unwrap()
    }

    #[test]
    fn thresholds_dominance_and_indifference_have_their_shapes() {
        let chicken = of([[6, 2], [7, 0]], [[6, 7], [2, 0]]);
        assert_eq!(chicken.replies[0][1], [[1.0 / 3.0, 0.0], [1.0 / 3.0, 1.0]]);
        assert_eq!(chicken.replies[0].len(), 3);
        let idle = of([[1, 1], [1, 1]], [[3, 5], [0, 1]]);
        assert_eq!(idle.replies[0][0], [[0.0, 0.0], [1.0, 1.0]]);
        // A weakly dominated action is a best reply at the border.
        let weak = of([[1, 0], [1, 1]], [[3, 5], [0, 1]]);
        assert_eq!(weak.replies[0], [[[0.0, 1.0], [1.0, 1.0]], [[0.0, 0.0], [0.0, 1.0]]]);
        // Column's second action is dominant: a line along the right side.
        assert_eq!(idle.replies[1], [[[1.0, 0.0], [1.0, 1.0]]]);
        for picture in [chicken, idle] {
            assert_readable(&picture.equilibrium("here", [0.0, 1.0]).to_svg().unwrap());
        }
    }

    #[test]
    fn what_has_no_place_in_the_square_is_refused() {
        let outside = of([[1, 1], [1, 1]], [[3, 5], [0, 1]]).equilibrium("x", [1.5, 0.0]).to_svg();
        assert!(
            matches!(outside, Err(ReportError::OutOfRange { location, .. }) if location == "equilibria[0][0]")
        );
        let wide = Game::<f64>::bimatrix(&[[0.0; 3]; 2], &[[0.0; 3]; 2]).unwrap();
        assert!(BestReplies::of(FigureText::new("Question?"), &wide).is_err());
    }
}

//! Inner sets with room to spare, which survive the rounding to exact numbers.
//!
//! A point `v = (1-k) f + k w` of a set `W` is rounded to `v'`; then its continuation moves by
//! `(v' - v) / k`, and must still lie in the rounded set and keep players from deviating. So the set is
//! computed with room: continuations come from `(1-s) W + s z`, a copy of `W` drawn towards an inner point
//! `z` by a share `s`, and must beat deviations by a margin of that size. Two things allow no room and need
//! none, and are kept exact:
//!
//! * a profile from which nobody gains, played for ever: its continuation is itself;
//! * a player who has nothing to gain and nothing to lose, at a payoff that is the threat itself. Where the
//!   players of `anchor` are of that kind, `z` lies on the face of their threats, which are the exact values
//!   of profiles.
//!
//! Flat sets are drawn in within their affine hull ([`super::flat`]). None of this is believed:
//! [`super::generate`] proves the result or refuses it.

use super::flat::Flat;
use super::inner::{Generated, Pull};
use super::stage::FloatStage;
use crate::exact::Rational;
use crate::repeated::RepeatedGame;

/// Payoffs this close to a threat lie on its face, rescaled.
const FACE: f64 = 1e-8;

/// How a set is drawn in: by how much, and whose threats are kept.
pub(crate) fn pull(stage: &FloatStage, inner: &[Generated], step: f64, anchor: &[usize]) -> Option<Pull> {
    let least = |i: usize| inner.iter().map(|g| g.at[i]).fold(f64::INFINITY, f64::min);
    let threat: Vec<f64> = (0..stage.players()).map(least).collect();
    let on_faces = |g: &&Generated| anchor.iter().all(|&i| g.at[i] - threat[i] <= FACE);
    let around: Vec<&Generated> = inner.iter().filter(on_faces).collect();
    if around.is_empty() {
        return None;
    }
    let mean = |i: usize| around.iter().map(|g| g.at[i]).sum::<f64>() / around.len() as f64;
    let centre =
        (0..stage.players()).map(|i| if anchor.contains(&i) { threat[i] } else { mean(i) }).collect();
    // What is lost accumulates over the years that patience counts.
    let share = step * (1.0 - stage.patience()).max(1e-6);
    Some(Pull { share, centre, margin: 0.01 * share, anchor: anchor.to_vec() })
}

/// The points in exact numbers of the game's own units, with their profiles; `None` if a kept threat is
/// no profile's value.
pub(crate) fn exact(
    game: &RepeatedGame,
    stage: &FloatStage,
    points: &[Generated],
    pull: &Pull,
) -> Option<Vec<(Vec<Rational>, usize)>> {
    let bits = ((1.0 / (pull.margin * (1.0 - stage.patience()))).log2().ceil().max(0.0) as usize + 8).min(70);
    let kept: Option<Vec<Rational>> =
        pull.anchor.iter().map(|&i| value_near(game, stage, i, pull.centre[i])).collect();
    let kept = kept?;
    let mut used: Vec<usize> = points.iter().map(|g| g.profile).collect();
    used.sort_unstable();
    used.dedup();
    let flat = Flat::of(game, &used, &pull.anchor);
    let place = |g: &Generated| -> Option<(Vec<Rational>, usize)> {
        let n = stage.players();
        if g.forever {
            return Some(((0..n).map(|i| game.dynamics().forever(g.profile, i)).collect(), g.profile));
        }
        let coordinate = |i: usize| -> Option<Rational> {
            let at = pull.anchor.iter().position(|&k| k == i);
            match at.filter(|_| g.at[i] - pull.centre[i] <= FACE) {
                Some(at) => Some(kept[at].clone()),
                None => Some(stage.unscale_exact(i, &Rational::from_f64(g.at[i])?.floor_to_bits(bits))),
            }
        };
        let mut payoff = (0..n).map(coordinate).collect::<Option<Vec<_>>>()?;
        flat.place(&mut payoff);
        Some((payoff, g.profile))
    };
    points.iter().map(place).collect()
}

/// What some profile is worth to a player for ever, next to a rescaled number.
fn value_near(game: &RepeatedGame, stage: &FloatStage, player: usize, at: f64) -> Option<Rational> {
    let off = |p: &usize| (stage.forever(*p)[player] - at).abs();
    let nearest = (0..stage.profiles()).min_by(|a, b| off(a).total_cmp(&off(b)))?;
    (off(&nearest) <= FACE).then(|| game.dynamics().forever(nearest, player))
}

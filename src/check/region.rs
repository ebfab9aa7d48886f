//! The convex sets of a refutation: polygons by vertices, higher polytopes by half-spaces.

use super::budget::{Budget, widest};
use super::error::{CheckError, Outcome, require};
use super::node::Node;
use super::polygon::Polygon;
use super::simplex::{Optimum, Program, minimise};
use super::target::point;
use crate::exact::Rational;

/// `normal . x <= bound`.
#[derive(Clone, Debug)]
pub(super) struct HalfSpace {
    pub(super) normal: Vec<Rational>,
    pub(super) bound: Rational,
}

/// A convex set of payoffs.
#[derive(Debug)]
pub(super) enum Region {
    /// Two players.
    Polygon(Polygon),
    /// Any number of players.
    HalfSpaces(Vec<HalfSpace>),
}

/// The largest value of a linear function over a set.
#[derive(Debug, PartialEq)]
pub(super) enum Support {
    /// The set is empty.
    Empty,
    /// The function is bounded by this value and attains it.
    Value(Rational),
    /// The function is unbounded.
    Unbounded,
}

/// The scalar product.
pub(super) fn dot(a: &[Rational], b: &[Rational]) -> Rational {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

impl Region {
    /// Reads one set of a chain: `vertices` in any order, or `halfspaces`.
    pub(super) fn read(node: &Node, players: usize) -> Outcome<Self> {
        let halfspaces = node.optional("halfspaces");
        let vertices = if players == 2 { node.optional("vertices") } else { None };
        if let Some(vertices) = vertices {
            let points: Result<Vec<_>, CheckError> =
                vertices.items()?.iter().map(|vertex| Ok(point(&vertex.exact_list(2)?))).collect();
            let polygon = Polygon::hull(points?);
            for (index, half) in
                halfspaces.map(|h| read_halfspaces(&h, 2)).transpose()?.iter().flatten().enumerate()
            {
                let normal = point(&half.normal);
                require(polygon.support(&normal).is_none_or(|top| top <= half.bound), || {
                    format!("{}.halfspaces[{index}] cuts off some of its vertices", node.place())
                })?;
            }
            return Ok(Region::Polygon(polygon));
        }
        let field = if players == 2 { "vertices" } else { "halfspaces" };
        match halfspaces {
            Some(list) => Ok(Region::HalfSpaces(read_halfspaces(&list, players)?)),
            None => Err(CheckError::Missing { place: format!("{}.{field}", node.place()) }.into()),
        }
    }

    /// Whether a payoff lies in the set.
    pub(super) fn contains(&self, payoff: &[Rational]) -> bool {
        match self {
            Region::Polygon(polygon) => polygon.contains(&point(payoff)),
            Region::HalfSpaces(list) => list.iter().all(|half| dot(&half.normal, payoff) <= half.bound),
        }
    }

    /// The largest value of `normal . x`.
    pub(super) fn support(
        &self,
        normal: &[Rational],
        budget: &Budget,
        place: &str,
    ) -> Result<Support, CheckError> {
        match self {
            Region::Polygon(polygon) => {
                Ok(polygon.support(&point(normal)).map_or(Support::Empty, Support::Value))
            }
            Region::HalfSpaces(list) => support(list.iter(), normal, budget, place),
        }
    }

    /// The part in which every coordinate is at least the threat.
    pub(super) fn at_least(&self, threat: &[Rational]) -> Region {
        match self {
            Region::Polygon(polygon) => {
                Region::Polygon(polygon.at_least(0, &threat[0]).at_least(1, &threat[1]))
            }
            Region::HalfSpaces(list) => {
                let mut list = list.clone();
                for (player, least) in threat.iter().enumerate() {
                    let mut normal = vec![Rational::ZERO; threat.len()];
                    normal[player] = -Rational::ONE;
                    list.push(HalfSpace { normal, bound: -least });
                }
                Region::HalfSpaces(list)
            }
        }
    }

    /// Bits of the longest number.
    pub(super) fn bits(&self) -> usize {
        match self {
            Region::Polygon(polygon) => polygon.bits(),
            Region::HalfSpaces(list) => widest(list.iter().flat_map(|h| h.normal.iter().chain([&h.bound]))),
        }
    }

    /// Vertices or half-spaces.
    pub(super) fn size(&self) -> usize {
        match self {
            Region::Polygon(polygon) => polygon.vertices.len(),
            Region::HalfSpaces(list) => list.len(),
        }
    }
}

fn read_halfspaces(node: &Node, players: usize) -> Result<Vec<HalfSpace>, CheckError> {
    let read = |half: &Node| {
        Ok(HalfSpace {
            normal: half.field("normal")?.exact_list(players)?,
            bound: half.field("bound")?.exact()?,
        })
    };
    node.items()?.iter().map(read).collect()
}

/// The largest value of `normal . x` over an intersection of half-spaces, through the dual program:
/// the least `bound . y` over `y >= 0` with `sum_l y_l normal_l = normal`.
pub(super) fn support<'h>(
    halfspaces: impl Iterator<Item = &'h HalfSpace> + Clone,
    normal: &[Rational],
    budget: &Budget,
    place: &str,
) -> Result<Support, CheckError> {
    let rows = (0..normal.len())
        .map(|axis| halfspaces.clone().map(|half| half.normal[axis].clone()).collect())
        .collect();
    let cost = halfspaces.clone().map(|half| half.bound.clone()).collect();
    let program = Program { rows, right: normal.to_vec(), cost };
    Ok(match minimise(&program, budget, place)? {
        Optimum::Value(value) => Support::Value(value),
        Optimum::Unbounded => Support::Empty,
        // The normal is no combination of the others: unbounded, unless nothing is there at all.
        Optimum::Infeasible => {
            let nowhere = Program { right: vec![Rational::ZERO; normal.len()], ..program };
            match minimise(&nowhere, budget, place)? {
                Optimum::Unbounded => Support::Empty,
                _ => Support::Unbounded,
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half(normal: &[i64], bound: i64) -> HalfSpace {
        HalfSpace { normal: normal.iter().map(|&x| x.into()).collect(), bound: bound.into() }
    }

    #[test]
    fn supports_of_a_box_an_empty_set_and_an_open_cone() {
        let budget = Budget::new();
        let ask = |list: &[HalfSpace], normal: &[i64]| {
            let normal: Vec<Rational> = normal.iter().map(|&x| x.into()).collect();
            support(list.iter(), &normal, &budget, "a test").unwrap()
        };
        let unit = [
            half(&[1, 0, 0], 1),
            half(&[0, 1, 0], 1),
            half(&[0, 0, 1], 1),
            half(&[-1, 0, 0], 0),
            half(&[0, -1, 0], 0),
            half(&[0, 0, -1], 0),
        ];
        assert_eq!(ask(&unit, &[1, 2, -3]), Support::Value(3.into()));
        let mut empty = unit.to_vec();
        empty.push(half(&[-1, -1, -1], -4));
        assert_eq!(ask(&empty, &[1, 0, 0]), Support::Empty);
        assert_eq!(ask(&empty, &[0, 0, 0]), Support::Empty);
        assert_eq!(ask(&unit[..3], &[-1, 0, 0]), Support::Unbounded);
        assert_eq!(ask(&unit[..3], &[1, 1, 1]), Support::Value(3.into()));
    }
}

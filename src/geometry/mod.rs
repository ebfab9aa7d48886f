//! Convex sets in the plane: the shape of two players' payoffs.
//!
//! A [`Polygon`] is a convex set given by its vertices, counter-clockwise from the lexicographically
//! least. The empty set, a point and a segment are ordinary polygons with no, one and two vertices.
//! Everything is generic over the number type: with [`crate::Rational`] every answer is exact, with
//! `f64` it is fast.
//!
//! ```
//! use detente::{Rational, geometry::{Kind, Polygon}};
//! let r = |n: i64| Rational::from(n);
//! let square = Polygon::hull(vec![[r(0), r(0)], [r(2), r(0)], [r(2), r(2)], [r(0), r(2)], [r(1), r(1)]]);
//! assert_eq!(square.vertices().len(), 4);
//! let corner = square.above(0, &r(2)).above(1, &r(2));
//! assert_eq!(corner.kind(), Kind::Point);
//! ```
//!
//! A [`Polytope`] is the same in any dimension, in exact numbers, with its facets and equations.

mod cone;
mod distance;
mod hull;
mod polygon;
mod polytope;

pub(crate) use cone::extreme_rays;
pub use distance::{distance_to_polygon, hausdorff};
pub use hull::{convex_hull, orientation};
pub use polygon::{HalfPlane, Kind, Polygon};
pub use polytope::{HalfSpace, Polytope};

//! Linear programs whose answers are proven.
//!
//! A [`LinearProgram`] has exact coefficients. [`LinearProgram::solve`] returns a [`Solution`]: an
//! optimum with row prices, or the proof that there is none. What a float backend says is only a hint:
//!
//! 1. The program is scaled to about 1 and solved in floats, and so is its dual, written out.
//! 2. The float point and prices are evaluated exactly. By weak duality a feasible point bounds the
//!    optimum from one side, and *any* prices bound it from the other (Neumaier and Shcherbina 2004).
//! 3. Where that interval is wider than allowed, the constraints that hold with equality are read off
//!    the floats and solved in rationals; mostly the interval is then a point.
//! 4. Where it is not, the exact simplex method decides.
//!
//! That a program is infeasible is proven by Farkas multipliers, that it is unbounded by a ray: optima
//! of two further programs, or by-products of the exact method.
//!
//! [`LinearProgram::verify`] repeats the exact checks for anybody who doubts. This is the only module of
//! the crate that knows the library behind the backends.

mod backend;
mod canonical;
mod certify;
mod error;
mod float;
mod model;
mod options;
mod recover;
mod simplex;
mod solution;
mod solve;
mod verdict;

pub use backend::Backend;
pub use error::LpError;
pub use model::{Bounds, Direction, LinearProgram, Relation};
pub use options::LpOptions;
pub use solution::{Optimum, Solution, Status};

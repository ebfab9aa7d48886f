//! Oligopoly on a grid: firms with constant unit costs facing linear demand.

use super::super::{Game, GameError};
use super::{broken, numbered_players};
use crate::exact::Rational;

impl Game<Rational> {
    /// Cournot competition on a grid: firm `i` chooses one of `quantities[i]`, the price is
    /// `max(0, intercept - slope * total)`, and each firm earns `(price - costs[i]) * quantity` (Cournot,
    /// Recherches sur les principes mathématiques de la théorie des richesses, 1838). Any number of
    /// firms; actions in the order given, labelled by the quantity.
    ///
    /// ```
    /// use detente::{Game, Rational};
    /// let grid: Vec<Rational> = [3, 4, 6].map(Rational::from).to_vec();
    /// let duopoly = Game::cournot(12, 1, &[0.into(), 0.into()], &[grid.clone(), grid])?;
    /// assert_eq!(duopoly.pure_equilibria(), vec![4]); // (12 - 0) / 3 each
    /// # Ok::<(), detente::game::GameError>(())
    /// ```
    ///
    /// # Errors
    /// If intercept or slope is not above 0, a cost or a quantity is below 0, a quantity is listed twice,
    /// or the lists differ in length.
    pub fn cournot(
        intercept: impl Into<Rational>,
        slope: impl Into<Rational>,
        costs: &[Rational],
        quantities: &[Vec<Rational>],
    ) -> Result<Self, GameError> {
        let demand = Demand::new(intercept.into(), slope.into())?;
        check_firms(costs, quantities, "quantities")?;
        let game = Game::from_function(&lengths(quantities), |profile| {
            let chosen: Vec<&Rational> =
                profile.actions().iter().zip(quantities).map(|(&action, grid)| &grid[action]).collect();
            let price = demand.at(&chosen.iter().copied().sum());
            chosen.iter().zip(costs).map(|(&quantity, cost)| (&price - cost) * quantity).collect()
        })?;
        game.titled("Cournot").labelled(numbered_players(costs.len()), labels(quantities))
    }

    /// Bertrand competition on a grid: firm `i` posts one of `prices[i]`; the lowest price serves the
    /// whole demand `max(0, intercept - slope * price)`, shared equally among those who post it (Bertrand,
    /// Théorie mathématique de la richesse sociale, Journal des Savants, 1883). Any number of firms;
    /// actions in the order given, labelled by the price.
    ///
    /// # Errors
    /// If intercept or slope is not above 0, a cost or a price is below 0, a price is listed twice, or the
    /// lists differ in length.
    pub fn bertrand(
        intercept: impl Into<Rational>,
        slope: impl Into<Rational>,
        costs: &[Rational],
        prices: &[Vec<Rational>],
    ) -> Result<Self, GameError> {
        let demand = Demand::new(intercept.into(), slope.into())?;
        check_firms(costs, prices, "prices")?;
        let game = Game::from_function(&lengths(prices), |profile| {
            let posted: Vec<&Rational> =
                profile.actions().iter().zip(prices).map(|(&action, grid)| &grid[action]).collect();
            let Some(&lowest) = posted.iter().min() else {
                return Vec::new();
            };
            let sellers = posted.iter().filter(|&&price| price == lowest).count();
            let sold = demand.at(lowest) / &Rational::from(sellers);
            let profit = |(&price, cost): (&&Rational, &Rational)| {
                if price == lowest { (price - cost) * &sold } else { Rational::ZERO }
            };
            posted.iter().zip(costs).map(profit).collect()
        })?;
        game.titled("Bertrand").labelled(numbered_players(costs.len()), labels(prices))
    }
}

/// Linear demand, cut off at zero: a price as a function of quantity, or the other way round.
struct Demand {
    intercept: Rational,
    slope: Rational,
}

impl Demand {
    fn new(intercept: Rational, slope: Rational) -> Result<Self, GameError> {
        if !intercept.is_positive() || !slope.is_positive() {
            let condition = "demand has an intercept and a slope above 0";
            return Err(broken("intercept, slope", &[&intercept, &slope], condition));
        }
        Ok(Demand { intercept, slope })
    }

    fn at(&self, argument: &Rational) -> Rational {
        (&self.intercept - &(&self.slope * argument)).max(Rational::ZERO)
    }
}

fn check_firms(costs: &[Rational], grids: &[Vec<Rational>], name: &str) -> Result<(), GameError> {
    if costs.len() != grids.len() {
        let location = name.to_string();
        return Err(GameError::Ragged { location, found: grids.len(), expected: costs.len() });
    }
    let below_zero = |list: &[Rational], name: String| {
        let bad = list.iter().enumerate().find(|(_, value)| value.is_negative());
        bad.map(|(i, value)| broken(&format!("{name}[{i}]"), &[value], "not below 0"))
    };
    let refused = below_zero(costs, "costs".into())
        .or_else(|| grids.iter().enumerate().find_map(|(i, grid)| below_zero(grid, format!("{name}[{i}]"))));
    refused.map_or(Ok(()), Err)
}

fn lengths(grids: &[Vec<Rational>]) -> Vec<usize> {
    grids.iter().map(Vec::len).collect()
}

fn labels(grids: &[Vec<Rational>]) -> Vec<Vec<String>> {
    grids.iter().map(|grid| grid.iter().map(Rational::to_string).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(values: &[i64]) -> Vec<Rational> {
        values.iter().map(|&v| v.into()).collect()
    }

    #[test]
    fn cournot_firms_with_unequal_costs_play_the_closed_form() {
        // q_i = (a - 2 c_i + c_j) / 3b = 3 and 6 for a = 15, b = 1, costs 3 and 0.
        let grids = [grid(&[1, 2, 3, 4, 6]), grid(&[2, 5, 6, 7])];
        let game = Game::cournot(15, 1, &grid(&[3, 0]), &grids).unwrap();
        let equilibrium = game.index(&[2, 2].into()).unwrap();
        // A coarse grid adds equilibria of its own; the continuous game's stays one.
        assert!(game.pure_equilibria().contains(&equilibrium));
        assert_eq!(game.payoffs_at(equilibrium), [9.into(), 36.into()]);
    }

    #[test]
    fn the_price_never_falls_below_zero() {
        let game = Game::cournot(10, 1, &grid(&[1, 1, 1]), &vec![grid(&[9]); 3]).unwrap();
        assert_eq!(game.payoffs_at(0), [(-9).into(), (-9).into(), (-9).into()]);
    }

    #[test]
    fn bertrand_firms_share_ties_and_undercut() {
        let prices = grid(&[2, 3, 4]);
        let game = Game::bertrand(10, 1, &grid(&[1, 1, 1]), &vec![prices; 3]).unwrap();
        let at = |profile: [usize; 3]| game.payoffs_of(&profile.into()).unwrap().to_vec();
        assert_eq!(at([2, 2, 2]), vec![Rational::from(6); 3]);
        assert_eq!(at([1, 2, 2]), [Rational::from(14), Rational::ZERO, Rational::ZERO]);
        assert_eq!(at([0, 0, 2]), [Rational::from(4), Rational::from(4), Rational::ZERO]);
        assert!(game.pure_equilibria().contains(&0));
    }

    #[test]
    fn malformed_markets_are_refused() {
        let one = || vec![grid(&[1]); 2];
        assert!(Game::cournot(0, 1, &grid(&[0, 0]), &one()).is_err());
        assert!(Game::cournot(1, 0, &grid(&[0, 0]), &one()).is_err());
        assert!(Game::cournot(1, 1, &grid(&[0]), &one()).is_err());
        assert!(Game::cournot(1, 1, &grid(&[0, -1]), &one()).is_err());
        assert!(Game::bertrand(1, 1, &grid(&[0, 0]), &[grid(&[1, -1]), grid(&[1])]).is_err());
        assert!(Game::bertrand(1, 1, &grid(&[0, 0]), &[grid(&[1, 1]), grid(&[1])]).is_err());
        assert!(Game::bertrand(1, 1, &[], &[]).is_err());
    }
}

//! Gambit's `.nfg`, both ways (McKelvey, McLennan and Turocy, Gambit: the strategic game file format).
//!
//! In both forms of the format the *first* player's action runs fastest; in [`Game`](super::super::Game)
//! the last player's does.

mod lexer;
mod read;
mod write;

pub(super) use read::read;
pub(super) use write::write;

/// Calls `visit` with the index of every profile, in Gambit's order.
fn in_gambit_order(shape: &[usize], mut visit: impl FnMut(usize)) {
    let mut strides = vec![1; shape.len()];
    for player in (1..shape.len()).rev() {
        strides[player - 1] = strides[player] * shape[player];
    }
    let mut actions = vec![0; shape.len()];
    let mut index = 0;
    loop {
        visit(index);
        let mut player = 0;
        loop {
            if player == shape.len() {
                return;
            }
            actions[player] += 1;
            index += strides[player];
            if actions[player] < shape[player] {
                break;
            }
            index -= shape[player] * strides[player];
            actions[player] = 0;
            player += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_first_players_action_runs_fastest() {
        let mut order = Vec::new();
        super::in_gambit_order(&[2, 3], |index| order.push(index));
        assert_eq!(order, [0, 3, 1, 4, 2, 5]);
        let mut lone = Vec::new();
        super::in_gambit_order(&[3], |index| lone.push(index));
        assert_eq!(lone, [0, 1, 2]);
    }
}

//! Players of unequal patience: trades over time, enclosures, automata, refutations, and their check.

#[path = "common/evidence.rs"]
mod evidence;

use detente::repeated::{
    CriticalTarget, EnclosureStatus, Objective, Options, Punishment, Reason, RepeatedGame, Shape, Target,
    critical_patience,
};
use detente::{Game, Rational};
use evidence::require_valid;

fn patience(text: &str) -> Vec<Rational> {
    text.split(',').map(|d| d.parse().unwrap()).collect()
}

fn r(text: &str) -> Rational {
    text.parse().unwrap()
}

/// Two ways to meet, each paying one side: both are stage equilibria, so that every order of them is an
/// equilibrium path.
fn meetings(discount: &str) -> RepeatedGame {
    let zero = [0, 0];
    let cells = [[1, 0], zero, zero, [0, 1]];
    let payoffs = cells.iter().flatten().map(|&x| Rational::from(x)).collect();
    RepeatedGame::new(Game::new(&[2, 2], payoffs).unwrap(), patience(discount)).unwrap()
}

fn dilemma(discount: &str) -> RepeatedGame {
    RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), patience(discount)).unwrap()
}

fn options(directions: usize, tolerance: f64) -> Options {
    Options::default().directions(directions).tolerance(tolerance).unwrap()
}

#[test]
fn trades_over_time_pay_more_than_any_mixture_as_lehrer_and_pauzner_found() {
    // (1, 0) twice, then (0, 1) for ever: (3/4, 81/100), a sum of 1.56.
    let game = meetings("1/2,9/10");
    let target = Target::Payoff(vec![r("3/4"), r("81/100")]);
    for side in game.outer_half_spaces(&options(64, 1e-6)).unwrap() {
        let value = &side.normal[0] * r("3/4") + &side.normal[1] * r("81/100");
        assert!(value <= side.bound);
    }
    let verdict = game.sustain_target(&target, &options(64, 1e-6)).unwrap();
    let automaton = verdict.automaton().expect("an equilibrium path");
    automaton.verify(&game).unwrap();
    assert_eq!(automaton.payoff(), [r("3/4"), r("81/100")]);
    assert_eq!(automaton.discount, *game.discount());
    require_valid(&game, &target, &verdict);
    // The other way round the patient side would have to wait for less than it gets at once.
    let beyond = Target::Payoff(vec![r("3/4"), r("82/100")]);
    let verdict = game.sustain_target(&beyond, &options(64, 1e-6)).unwrap();
    assert_eq!(verdict.is_sustained(), Some(false));
    require_valid(&game, &beyond, &verdict);
    let chain = &verdict.refutation().unwrap().chain;
    assert!(chain.iter().all(|link| link.vertices.is_some() && link.halfspaces.is_none()));
}

#[test]
fn the_set_beyond_the_mixtures_is_enclosed() {
    let set = meetings("1/2,9/10").payoff_set(&options(256, 1e-4)).unwrap();
    assert_eq!((set.kind, set.status), (Shape::Polygon, EnclosureStatus::Settled));
    assert!(set.gap.unwrap() < 1e-4, "{:?}", set.gap);
    let most = set.inner.iter().map(|v| v[0] + v[1]).fold(0.0, f64::max);
    // Switching after t years: 1 - 2^-t + .9^t is largest at t = 2 and 3.
    let known = (0..40).map(|t| 1.0 - 0.5f64.powi(t) + 0.9f64.powi(t)).fold(0.0, f64::max);
    assert!((most - known).abs() < 1e-4, "{most} {known}");
}

#[test]
fn each_player_needs_the_patience_of_a_common_discount_factor_against_reversion() {
    // Reversion to mutual defection: 1/2 for each, whatever the other's patience.
    let cooperate = Target::Profile([0, 0].into());
    for (discount, expected, blocker) in [
        ("1/2,9/10", true, None),
        ("1/2,1/2", true, None),
        ("2/5,9/10", false, Some(0)),
        ("9/10,49/100", false, Some(1)),
    ] {
        let game = dilemma(discount);
        let verdict = game.sustain_target(&cooperate, &options(64, 1e-6)).unwrap();
        assert_eq!((verdict.is_sustained(), verdict.blocker()), (Some(expected), blocker), "{discount}");
        if !expected {
            assert_eq!(verdict.reason(), Some(Reason::Impatience));
        }
        require_valid(&game, &cooperate, &verdict);
    }
}

#[test]
fn almost_equal_patience_gives_almost_the_set_of_equal_patience() {
    let common = RepeatedGame::new(Game::prisoners_dilemma(5, 3, 1, 0).unwrap(), "3/5").unwrap();
    let (equal, unequal) = (
        common.payoff_set(&Options::default()).unwrap(),
        dilemma("3/5,600001/1000000").payoff_set(&options(128, 1e-4)).unwrap(),
    );
    assert_eq!((unequal.kind, unequal.status), (equal.kind, EnclosureStatus::Settled));
    let planar = |list: &[Vec<f64>]| list.iter().map(|p| [p[0], p[1]]).collect::<Vec<_>>();
    assert!(detente::geometry::hausdorff(&planar(&equal.outer), &planar(&unequal.outer)) < 1e-3);
}

#[test]
fn three_players_of_unequal_patience_carry_evidence_too() {
    // Everybody contributes: 1/3 to gain today against 1 for ever, hence 1/4 for each.
    let stage = Game::public_goods(3, 2).unwrap();
    let contribute = Target::Profile([0, 0, 0].into());
    let mut answers = Vec::new();
    for discount in ["1/5,1/2,9/10", "4/5,1/2,9/10", "9/10,4/5,7/10"] {
        let game = RepeatedGame::new(stage.to_exact(), patience(discount)).unwrap();
        let verdict = game.sustain_target(&contribute, &options(64, 1e-4)).unwrap();
        require_valid(&game, &contribute, &verdict);
        answers.push(verdict.is_sustained().unwrap());
    }
    assert!(answers.contains(&true) && answers.contains(&false), "{answers:?}");
}

#[test]
fn the_best_payoff_is_attained_and_bounded() {
    let game = dilemma("3/5,4/5");
    let best = game.best(Objective::Welfare, &options(200, 1e-6)).unwrap();
    let attained = best.attained.unwrap().to_f64();
    let bound = best.bound.unwrap();
    best.verdict.automaton().unwrap().verify(&game).unwrap();
    // Trades over time beat cooperation for ever, worth 6.
    assert!(attained > 6.0 && bound >= attained && bound - attained < 1e-2, "{attained} {bound}");
}

/// The discount factors of the ray of odds through the game's own, at one of the most patient player.
fn along(game: &RepeatedGame, most: &Rational) -> RepeatedGame {
    let odds = |d: &Rational| d / (Rational::ONE - d);
    let list: Vec<Rational> = (0..game.players()).map(|i| odds(game.discount().of(i))).collect();
    let factor = odds(most) / list.iter().max().unwrap();
    let scaled = list.iter().map(|own| own * &factor);
    game.with_discount(scaled.map(|o| &o / (Rational::ONE + &o)).collect::<Vec<_>>()).unwrap()
}

#[test]
fn along_a_ray_of_odds_the_less_patient_player_sets_the_threshold() {
    // Each player needs 1/2 against reversion: the less patient one, with half the odds, when the other has 2/3.
    let game = dilemma("1/2,2/3");
    let target = CriticalTarget::Profile([0, 0].into());
    for punishment in [Punishment::Optimal, Punishment::Nash, Punishment::Grim] {
        let found = critical_patience(&game, &target, punishment, &Options::default()).unwrap();
        let upper = found.upper.clone().unwrap();
        assert!(found.lower < r("2/3") && upper >= r("2/3"), "{found}");
        assert!(found.width().unwrap() <= r("1e-6"));
        found.automata[0].verify(&along(&game, &upper)).unwrap();
        let fields = serde_json::json!({"schema": 1, "version": "0", "command": "critical",
            "game": {"payoffs": [[[3, 3], [0, 5]], [[5, 0], [1, 1]]]}, "target": {"profile": [0, 0]},
            "punishment": punishment, "patience": ["1/2", "2/3"], "status": found.status,
            "lower": found.lower.to_f64(), "upper": upper.to_f64(), "bounds": [found.lower, upper],
            "automaton": found.automata[0], "refutation": found.refutation});
        let report = detente::check::check_str(&fields.to_string()).unwrap();
        assert!(report.valid, "{punishment:?} {:?}", report.failure);
        let mut other = fields.clone();
        other["patience"] = serde_json::json!(["1/2", "3/4"]);
        assert!(!detente::check::check_str(&other.to_string()).unwrap().valid);
        assert_eq!(found.refutation.as_ref().unwrap().discount, *along(&game, &found.lower).discount());
    }
    // Equal odds are a common discount factor.
    let equal = critical_patience(&dilemma("1/3,1/3"), &target, Punishment::Optimal, &Options::default());
    assert_eq!(equal.unwrap().exact, Some(r("1/2")));
    assert!(
        critical_patience(&game, &CriticalTarget::Folk, Punishment::Optimal, &Options::default()).is_err()
    );
}

#[test]
fn what_is_sustained_stays_so_further_along_a_ray_of_odds() {
    let mut random = RandomGames::seeded(5);
    let mut risen = 0;
    let dilemma = std::iter::once(Game::prisoners_dilemma(5, 3, 1, 0).unwrap());
    for stage in dilemma.chain((0..5).map(|_| random.next())) {
        let game = RepeatedGame::new(stage.clone(), patience("1/2,4/5")).unwrap();
        for profile in 0..stage.profiles() {
            let target = Target::Profile(stage.profile(profile));
            let answers: Vec<Option<bool>> = ["1/3", "3/5", "4/5", "19/20"]
                .iter()
                .map(|d| {
                    along(&game, &r(d)).sustain_target(&target, &Options::default()).unwrap().is_sustained()
                })
                .collect();
            for pair in answers.windows(2) {
                assert!(pair[0] != Some(true) || pair[1] != Some(false), "{target:?} {answers:?}");
            }
            risen += usize::from(answers[0] == Some(false) && answers[3] == Some(true));
        }
    }
    assert!(risen > 0);
}

/// Small 2 x 2 games with payoffs from 0 to 6.
struct RandomGames(u64);

impl RandomGames {
    fn seeded(seed: u64) -> Self {
        RandomGames(seed)
    }
    fn next(&mut self) -> Game<Rational> {
        let mut draw = || {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            Rational::from((self.0 >> 33) as i64 % 7)
        };
        Game::new(&[2, 2], (0..8).map(|_| draw()).collect()).unwrap()
    }
}

//! Game files as other programs and people write them.

use detente::error::Explain;
use detente::game::{GameError, GameFile};
use detente::{Game, Rational};
use proptest::prelude::*;

fn read(text: &str) -> Game<Rational> {
    GameFile::read(text).unwrap_or_else(|error| panic!("{error} in\n{text}")).game
}

fn refused(text: &str) -> GameError {
    GameFile::read(text).expect_err(text)
}

fn exact<const N: usize>(list: [&str; N]) -> Vec<Rational> {
    list.map(|text| text.parse().unwrap()).to_vec()
}

// ---- Gambit's .nfg ----

#[test]
fn gambit_numbers_are_rationals_decimals_and_exponents() {
    let text = "NFG 1 R \"\" { \"A\" \"B\" } { 1 4 }\n-1/3 +2 .5 -0.25 1e3 2E-3 -1.5e+2 6/4";
    assert_eq!(read(text).payoffs(), exact(["-1/3", "2", "1/2", "-1/4", "1000", "1/500", "-150", "3/2"]));
}

#[test]
fn gambit_names_keep_their_quotes_backslashes_and_letters() {
    let text = r#"NFG 1 R "The \"big\" C:\path game" { "O'Brien \\" "Zoë 和" } { { "a\"b" "" } { "c d" "\n" } } "" 1 2 3 4 5 6 7 8"#;
    let game = read(text);
    assert_eq!(game.title(), r#"The "big" C:\path game"#);
    assert_eq!(game.player_labels(), ["O'Brien \\", "Zoë 和"]);
    assert_eq!(game.action_labels(0), ["a\"b", ""]);
    assert_eq!(game.action_labels(1), ["c d", "\\n"]);
    assert_eq!(read(&game.to_nfg()), game);
}

#[test]
fn gambit_titles_and_comments_may_run_over_lines_and_come_in_numbers() {
    let text = "NFG 1 R \"a title\nof two lines\"\n{ \"A\" \"B\" }\n{ 2 1 }\n\"a comment { 1 2\"\n\"and another\"\n1 2 3 4";
    let game = read(text);
    assert_eq!(game.title(), "a title\nof two lines");
    assert_eq!(game.payoffs(), exact(["1", "2", "3", "4"]));
}

#[test]
fn gambit_line_ends_tabs_and_odd_white_space_mean_nothing() {
    let plain = "NFG 1 R \"t\" { \"A\" \"B\" } { { \"x\" \"y\" } { \"z\" } } \"c\" 1 2 3 4";
    let game = read(plain);
    for text in [
        plain.replace(' ', "\r\n"),
        plain.replace(' ', "\t \u{a0}"),
        format!("\u{feff}\r\n {plain}\r\n\r\n"),
        plain.replace("{ ", "{").replace(" }", "}"),
        plain.replace(" {", "{").replace("1 2 3 4", "1, 2,\r3 ,4"),
    ] {
        assert_eq!(read(&text), game, "{text:?}");
    }
}

#[test]
fn gambit_outcomes_may_be_named_unnamed_unused_and_null() {
    let text = "NFG 1 R \"\" { \"A\" \"B\" } { 2 2 }\r\n{\r\n{ \"win\" 3/2, -1 }\r\n{ \"\" 1e-1 0 }\r\n{ \"unused\" 9 9 }\r\n}\r\n1 0 2 1";
    assert_eq!(read(text).payoffs(), exact(["3/2", "-1", "1/10", "0", "0", "0", "3/2", "-1"]));
}

#[test]
fn gambit_files_that_are_broken_say_where() {
    let at = |text: &str| refused(text).location();
    assert_eq!(at("NFG 1 R \"t\" { \"A\" } { 2 }\r\n1\r\nx"), "line 3, column 1");
    assert_eq!(at("NFG 1 R \"t { \"A\" } { 2 } 1 2"), "line 1, column 15");
    assert_eq!(refused("NFG 1 R \"\" { \"A\" } { 1 }\n1/0").kind(), "ZeroDenominator");
}

// ---- lrslib's two matrices ----

#[test]
fn lrsnash_files_hold_two_matrices_in_any_layout() {
    // The example of lrslib's user's guide.
    let text = "3 2\n\n0 6\n2 5\n3 3\n\n1 0\n0 2\n4 3\n";
    let game = read(text);
    assert_eq!(game.shape(), [3, 2]);
    assert_eq!(game.payoffs_of(&[2, 0].into()).unwrap(), exact(["3", "4"]));
    for layout in [text.replace('\n', "\r\n"), text.replace('\n', " \t "), format!("\u{feff}\n\n{text}\n\n")]
    {
        assert_eq!(read(&layout), game, "{layout:?}");
    }
    assert_eq!(game.to_lrsnash().unwrap(), text);
    let numbers = read("1 2\n-1/3 0.5\n1e2 36893488147419103233\n");
    assert_eq!(numbers.payoffs(), exact(["-1/3", "100", "1/2", "36893488147419103233"]));
}

#[test]
fn lrsnash_complaints_name_line_and_column() {
    let complaint = |text: &str| {
        let error = refused(text);
        assert!(!error.hint().is_empty());
        (error.kind(), error.location())
    };
    let format = |place: &str| ("Format", place.to_string());
    assert_eq!(complaint("2 2\n1 2\n3 4\n5 6\n7"), format("line 5, column 2"));
    assert_eq!(complaint("1 1\r\n1\r\n2\r\n 3"), format("line 4, column 2"));
    assert_eq!(complaint("2"), format("line 1, column 2"));
    assert_eq!(complaint("2 x"), format("line 1, column 3"));
    assert_eq!(complaint("1 1\n1 y"), ("NotANumber", "line 2, column 3".into()));
    assert_eq!(complaint("0 3"), ("NoActions", "actions[0]".into()));
    assert_eq!(complaint("99999999 99999999\n1").0, "TooLarge");
    assert_eq!(complaint("99999999999999999999999999 2\n1").0, "TooLarge");
    let three = Game::new(&[1, 1, 1], vec![Rational::ONE; 3]).unwrap();
    assert_eq!(three.to_lrsnash().unwrap_err().kind(), "NotTwoPlayers");
}

proptest! {
    #[test]
    fn lrsnash_round_trips_the_payoffs_of_every_game_of_two(
        (rows, columns) in (1usize..5, 1usize..5),
        numbers in prop::collection::vec((any::<i64>(), 1i64..50), 32)
    ) {
        let payoffs = numbers.into_iter().take(2 * rows * columns).map(|(p, q)| Rational::new(p, q));
        let game = Game::new(&[rows, columns], payoffs.collect()).unwrap();
        prop_assert_eq!(read(&game.to_lrsnash().unwrap()), game);
    }

    #[test]
    fn any_text_that_begins_with_a_number_is_answered(text in "[0-9]{1,3} [0-9 /.e\\-\r\nx]{0,40}") {
        let _ = GameFile::read(&text);
    }
}

//! Game files through the public door: exact, lossless, and clear about what is wrong where.

use detente::error::Explain;
use detente::game::{Absorbing, Discount, GameError, GameFile};
use detente::{Game, Rational};
use proptest::prelude::*;

fn exact(text: &str) -> Rational {
    text.parse().unwrap()
}

fn refused(text: &str) -> GameError {
    GameFile::read(text).expect_err(text)
}

/// Kind and location of the error that a text raises.
fn complaint(text: &str) -> (&'static str, String) {
    let error = refused(text);
    assert!(!error.hint().is_empty(), "{error}");
    (error.kind(), error.location())
}

#[test]
fn json_literals_are_exact_from_their_text() {
    let big = "123456789012345678901234567890123456789";
    let text = format!(
        r#"{{"payoffs": [[[0.1, 0.12345678901234567890], ["1/3", {big}]], [[2e-3, -0], [1E+2, "-7.50"]]]}}"#
    );
    let game = GameFile::from_json_str(&text).unwrap().game;
    let wanted = ["1/10", "0.12345678901234567890", "1/3", big, "1/500", "0", "100", "-15/2"].map(exact);
    assert_eq!(game.payoffs(), wanted);
    assert_eq!(game.payoffs_at(0)[1].numerator().to_string(), "1234567890123456789");
}

#[test]
fn the_contracts_example_reads_with_all_its_keys() {
    let text = r#"{"title": "t", "players": ["Armenia","Azerbaijan"],
        "actions": [["compromise","self-help","war"],["compromise","self-help"]],
        "payoffs": [[[3,3],[0,5]],[[5,0],[1,1]],[[0,0],[0,0]]],
        "discount": [0.4, "2/3"],
        "absorbing": [{"profile":[2,0],"probability":"1","payoff":["1/2","-1"]},
                      {"profile":["war","self-help"],"probability":0.5,"payoff":[0,0]}]}"#;
    let file = GameFile::read(text).unwrap();
    assert_eq!(file.game.shape(), [3, 2]);
    assert_eq!(file.game.player_labels(), ["Armenia", "Azerbaijan"]);
    assert_eq!(file.discount, Some(Discount::PerPlayer(vec![exact("2/5"), exact("2/3")])));
    let first = Absorbing {
        profile: [2, 0].into(),
        probability: exact("1"),
        payoff: vec![exact("1/2"), exact("-1")],
    };
    assert_eq!(file.absorbing[0], first);
    assert_eq!(file.absorbing[1].profile, [2, 1].into());
    assert_eq!(GameFile::read(&file.to_json()).unwrap(), file);
    assert_eq!(file.discount.unwrap().per_player(2)[1], exact("2/3"));
    assert_eq!(Discount::Common(exact("1/2")).per_player(3).len(), 3);
}

#[test]
fn labels_may_be_left_out_and_the_shape_follows_from_the_nesting() {
    let three = GameFile::read(r#"{"payoffs": [[[[1,2,3],[4,5,6]]],[[[7,8,9],[0,0,0]]]]}"#).unwrap().game;
    assert_eq!(three.shape(), [2, 1, 2]);
    assert_eq!(three.payoffs_of(&[1, 0, 0].into()).unwrap(), [7.into(), 8.into(), 9.into()]);
    assert_eq!(three.player_labels()[2], "Player 3");
    let lone = GameFile::read(r#"{"players": ["me"], "payoffs": [[1],[2]], "discount": "1/2"}"#).unwrap();
    assert_eq!(lone.game.shape(), [2]);
    assert_eq!(lone.discount, Some(Discount::Common(exact("1/2"))));
}

#[test]
fn json_complaints_name_the_place() {
    for (text, kind, place) in [
        (r#"{"payoffs": [[[1,1],[2,2]],[[3,3]]]}"#, "Ragged", "payoffs[1]"),
        (r#"{"payoffs": [[[1,1],[2]]]}"#, "Ragged", "payoffs[0][1]"),
        (r#"{"payoffs": [[1,1],[2,2]]}"#, "Ragged", "payoffs[0]"),
        (r#"{"payoffs": [[[1,1],2]]}"#, "Format", "payoffs[0][1]"),
        (r#"{"payoffs": [[[1,[1]]]]}"#, "Format", "payoffs[0][0][1]"),
        (r#"{"payoffs": [[[1,"NaN"]]]}"#, "NotFinite", "payoffs[0][0][1]"),
        (r#"{"payoffs": [[[1,"inf"]]]}"#, "NotFinite", "payoffs[0][0][1]"),
        (r#"{"payoffs": [[[1,2],["1/0",2]]]}"#, "ZeroDenominator", "payoffs[0][1][0]"),
        (r#"{"payoffs": [[[1,1e99999]]]}"#, "TooLarge", "payoffs[0][0][1]"),
        (r#"{"payoffs": [[[1,null]]]}"#, "Format", "payoffs[0][0][1]"),
        (r#"{"payoffs": [[[1,true]]]}"#, "Format", "payoffs[0][0][1]"),
        (r#"{"payoffs": [[[1,{"a":[1]}]]]}"#, "Format", "payoffs[0][0][1]"),
        (r#"{"payoffs": 3}"#, "Format", "payoffs"),
        (r#"{"payoffs": []}"#, "Format", "payoffs"),
        (r#"{"payoffs": [[]]}"#, "Ragged", "payoffs[0]"),
        (r#"{"players": ["a","b"], "payoffs": [[],[]]}"#, "NoActions", "actions[1]"),
        (r#"{"players": ["a","b"], "payoffs": 7}"#, "Format", "payoffs"),
        (r#"{"players": [], "payoffs": [[1]]}"#, "NoPlayers", "players"),
        (r#"{"players": ["a"]}"#, "Format", "payoffs"),
        (r#"{"players": ["a","a"], "payoffs": [[[1,1]]]}"#, "DuplicateLabel", "players"),
        (r#"{"players": ["a",1], "payoffs": [[[1,1]]]}"#, "Format", "players[1]"),
        (r#"{"players": "ab", "payoffs": [[[1,1]]]}"#, "Format", "players"),
        (r#"{"players": ["a"], "actions": [["x"],["y"]], "payoffs": [[[1,1]]]}"#, "Ragged", "actions"),
        (r#"{"actions": [["x"],["y","y"]], "payoffs": [[[1,1],[1,1]]]}"#, "DuplicateLabel", "actions[1]"),
        (r#"{"actions": [["x"],["y"]], "payoffs": [[[1,1],[1,1]]]}"#, "Ragged", "payoffs[0]"),
        (r#"{"actions": [["x"],[]], "payoffs": [[]]}"#, "NoActions", "actions[1]"),
        (r#"{"payoffs": [[[1,1]]], "payoff": 1}"#, "Format", "payoff"),
        (r#"{"payoffs": [[[1,1]]], "payoffs": [[[1,1]]]}"#, "Format", "payoffs"),
        (r#"{"payoffs": [[[1,1]]], "discount": 1}"#, "OutOfRange", "discount"),
        (r#"{"payoffs": [[[1,1]]], "discount": 0}"#, "OutOfRange", "discount"),
        (r#"{"payoffs": [[[1,1]]], "discount": ["1/2", "-1/2"]}"#, "OutOfRange", "discount[1]"),
        (r#"{"payoffs": [[[1,1]]], "discount": ["1/2"]}"#, "Ragged", "discount"),
        (r#"{"payoffs": [[[1,1]]], "discount": "soon"}"#, "NotANumber", "discount"),
        (
            r#"{"payoffs": [[[1,1]]], "absorbing": [{"profile":[0,1],"probability":1,"payoff":[1,1]}]}"#,
            "Format",
            "absorbing[0].profile[1]",
        ),
        (
            r#"{"payoffs": [[[1,1]]], "absorbing": [{"profile":[0],"probability":1,"payoff":[1,1]}]}"#,
            "Ragged",
            "absorbing[0].profile",
        ),
        (
            r#"{"payoffs": [[[1,1]]], "absorbing": [{"profile":[0,-1],"probability":1,"payoff":[1,1]}]}"#,
            "Format",
            "absorbing[0].profile[1]",
        ),
        (
            r#"{"payoffs": [[[1,1]]], "absorbing": [{"profile":[0,0],"probability":1.5,"payoff":[1,1]}]}"#,
            "Probability",
            "absorbing[0].probability",
        ),
        (
            r#"{"payoffs": [[[1,1]]], "absorbing": [{"profile":[0,0],"probability":1,"payoff":[1]}]}"#,
            "Ragged",
            "absorbing[0].payoff",
        ),
        (
            r#"{"payoffs": [[[1,1]]], "absorbing": [{"profile":[0,0],"payoff":[1,1]}]}"#,
            "Format",
            "absorbing[0].probability",
        ),
        (r#"{"payoffs": [[[1,1]]], "absorbing": [[0]]}"#, "Format", "absorbing[0]"),
        (
            r#"{"payoffs": [[[1,1]]], "absorbing": [{"profile":[0,0],"probability":1,"payoff":[1,1],"x":0}]}"#,
            "Format",
            "absorbing[0].x",
        ),
        (
            r#"{"payoffs": [[[1,1]]], "absorbing": [{"profile":[0,0],"probability":1,"payoff":[1,1]},
                {"profile":[0,0],"probability":1,"payoff":[1,1]}]}"#,
            "Format",
            "absorbing[1].profile",
        ),
        ("", "Format", "line 1"),
        ("[1,2]", "Format", "line 1"),
        ("{\"payoffs\": [[[1,1]]]} x", "Format", "line 1, column 24"),
    ] {
        assert_eq!(complaint(text), (kind, place.to_string()), "{text}");
    }
}

#[test]
fn an_unknown_key_is_answered_with_the_keys_that_exist() {
    let error = refused(r#"{"payofs": [[[1,1]]]}"#);
    assert!(
        error.hint().contains("title, players, actions, payoffs, discount, absorbing"),
        "{}",
        error.hint()
    );
}

#[test]
fn bare_nan_is_called_by_its_name() {
    for text in ["{\"payoffs\": [[[1, NaN]]]}", "{\"payoffs\":\n[[[-Infinity,\n1]]]}"] {
        let error = refused(text);
        assert!(error.to_string().contains("NaN"), "{error}");
    }
}

#[test]
fn deep_nesting_and_declared_sizes_are_refused_cheaply() {
    let deep = format!("{{\"payoffs\": {}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(complaint(&deep).0, "TooManyPlayers");
    let deep_inside = format!("{{\"payoffs\": [[[1,{}{}]]]}}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(complaint(&deep_inside), ("Format", "payoffs[0][0][1]".into()));
    let deep_elsewhere = format!("{{\"title\": {}{}}}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(complaint(&deep_elsewhere).0, "Format");
    assert_eq!(complaint("NFG 1 R \"\" { \"a\" \"b\" } { 1000000000 1000000000 } 1 2").0, "TooLarge");
    assert_eq!(complaint("NFG 1 R \"\" { \"a\" \"b\" } { 99999999999999999999999 1 } 1 2").0, "TooLarge");
    // Allowed in size, but the text does not hold it: nothing is allocated for it.
    assert_eq!(complaint("NFG 1 R \"\" { \"a\" \"b\" } { 7000 7000 } 1 2").0, "Format");
    let crowd = "\"p\" ".repeat(101);
    assert_eq!(complaint(&format!("NFG 1 R \"\" {{ {crowd} }} {{ 1 }}")).0, "TooManyPlayers");
}

#[test]
fn gambits_payoff_form_runs_the_first_players_action_fastest() {
    let text = "NFG 1 R \"Two by three\" { \"A\" \"B\" }\n\n{ { \"u\" \"d\" }\n{ \"l\" \"m\" \"r\" }\n}\n\"a comment\"\n
        1 2 3 4\n 5 6 7 8\n .5 -1/3 1e2, 1.5e-1";
    let game = GameFile::read(text).unwrap().game;
    assert_eq!(game.title(), "Two by three");
    assert_eq!(game.payoffs_of(&[1, 0].into()).unwrap(), [3.into(), 4.into()]);
    assert_eq!(game.payoffs_of(&[0, 2].into()).unwrap(), [exact("1/2"), exact("-1/3")]);
    assert_eq!(game.payoffs_of(&[1, 2].into()).unwrap(), [exact("100"), exact("3/20")]);
    assert_eq!(game.action_labels(1), ["l", "m", "r"]);
}

#[test]
fn gambits_outcome_form_pays_nothing_at_outcome_zero() {
    let text = r#"NFG 1 D "Say \"when\"" { "A" "B" } { { "x" "x" } { "y" "z\w" } } ""
        { { "first" 1, 2 } { "second \"2\"" 1/3 0.25 } }  1 0 2 1"#;
    let game = GameFile::read(text).unwrap().game;
    assert_eq!(game.title(), "Say \"when\"");
    let wanted = ["1", "2", "1/3", "1/4", "0", "0", "1", "2"].map(exact);
    assert_eq!(game.payoffs(), wanted);
    assert_eq!(game.action_labels(0), ["x_1", "x_2"]);
    assert_eq!(game.action_labels(1)[1], "z\\w");
}

#[test]
fn nfg_complaints_name_line_and_column() {
    let head = "NFG 1 R \"t\" { \"a\" \"b\" } { 2 1 }\n";
    for (tail, kind, place) in [
        ("1 2 3", "Format", "line 2, column 6"),
        ("1 2 3 4 5", "Format", "line 2, column 9"),
        ("1 2 3 NaN", "NotFinite", "line 2, column 7"),
        ("1 2 3 4x", "NotANumber", "line 2, column 7"),
        ("1 2 3 1/0", "ZeroDenominator", "line 2, column 7"),
        ("1 2 \"c\" 4", "Format", "line 2, column 5"),
        ("\"never ends", "Format", "line 2, column 1"),
        ("{ { \"o\" 1 2 } } 1 2", "Format", "line 2, column 19"),
        ("{ { \"o\" 1 2 } } 1 -1", "Format", "line 2, column 19"),
        ("{ { \"o\" 1 2 } } 1", "Format", "line 2, column 18"),
        ("{ { \"o\" 1 } } 1 1", "Format", "line 2, column 11"),
        ("{ { \"o\" 1 2 3 } } 1 1", "Format", "line 2, column 13"),
        ("{ { 1 2 } } 1 1", "Format", "line 2, column 5"),
        ("{ 1 } 1 1", "Format", "line 2, column 3"),
    ] {
        assert_eq!(complaint(&format!("{head}{tail}")), (kind, place.to_string()), "{tail}");
    }
    for (text, kind) in [
        ("NFG", "Format"),
        ("NFG 2 R \"\" { \"a\" } { 1 } 1", "Format"),
        ("NFG 1 X \"\" { \"a\" } { 1 } 1", "Format"),
        ("NFG 1 R { \"a\" } { 1 } 1", "Format"),
        ("NFG 1 R \"\" { } { } 1", "NoPlayers"),
        ("NFG 1 R \"\" { \"a\" \"b\" } { 1 } 1 1", "Ragged"),
        ("NFG 1 R \"\" { \"a\" \"b\" } { { \"x\" } } 1 1", "Ragged"),
        ("NFG 1 R \"\" { \"a\" \"b\" } { 1 0 } ", "NoActions"),
        ("NFG 1 R \"\" { \"a\" \"b\" } { 1 -1 } ", "Format"),
        ("NFG 1 R \"\" { \"a\" \"b\" } { { \"x\" } { } } 1 1", "NoActions"),
    ] {
        assert_eq!(complaint(text).0, kind, "{text}");
    }
}

#[test]
fn nfg_has_no_place_for_discounts_and_says_so() {
    let file = GameFile::read(r#"{"payoffs": [[[1,1]]], "discount": "1/2"}"#).unwrap();
    assert_eq!(file.to_nfg().unwrap_err().location(), "discount");
    assert_eq!(GameFile::read(&file.game.to_nfg()).unwrap().game.payoffs(), file.game.payoffs());
}

#[test]
fn a_game_serialises_as_the_contract_nests_it() {
    let game = Game::prisoners_dilemma(5, 3, "1/3".parse::<Rational>().unwrap(), 0).unwrap();
    let text = serde_json::to_string(&game).unwrap();
    assert!(text.contains(r#""payoffs":[[[3,3],[0,5]],[[5,0],["1/3","1/3"]]]"#), "{text}");
    assert_eq!(serde_json::from_str::<Game<Rational>>(&text).unwrap(), game);
    let floats: Game<f64> = serde_json::from_str(&text).unwrap();
    assert_eq!(floats.payoffs()[6], 1.0 / 3.0);
    let text = serde_json::to_string(&floats).unwrap();
    assert!(text.contains("0.3333333333333333"), "{text}");
    assert_eq!(serde_json::from_str::<Game<f64>>(&text).unwrap(), floats);
    let through_a_tree = serde_json::to_value(&game).unwrap();
    assert_eq!(serde_json::from_value::<Game<Rational>>(through_a_tree).unwrap(), game);
}

#[test]
fn whole_numbers_beyond_what_every_reader_keeps_are_written_as_text() {
    let largest = 1i64 << 53;
    let payoffs = [largest, largest + 1, -largest, -largest - 1].map(Rational::from);
    let text = GameFile::from(Game::new(&[2, 1], payoffs.to_vec()).unwrap()).to_json();
    let wanted = r#"[[[9007199254740992,"9007199254740993"]],[[-9007199254740992,"-9007199254740993"]]]"#;
    assert!(text.contains(wanted), "{text}");
}

#[test]
fn a_stage_game_refuses_what_belongs_to_the_repeated_game_and_floats_refuse_what_they_cannot_hold() {
    let text = r#"{"payoffs": [[[1,1]]], "discount": "1/2"}"#;
    assert!(serde_json::from_str::<Game<Rational>>(text).is_err());
    assert!(serde_json::from_str::<GameFile>(text).is_ok());
    let huge = r#"{"payoffs": [[[1,1e400]]]}"#;
    assert!(serde_json::from_str::<Game<Rational>>(huge).is_ok());
    assert!(serde_json::from_str::<Game<f64>>(huge).is_err());
}

fn rationals() -> impl Strategy<Value = Rational> {
    prop_oneof![
        (-9i64..9).prop_map(Rational::from),
        (any::<i64>(), 1i64..1000).prop_map(|(p, q)| Rational::new(p, q)),
        any::<i128>().prop_map(Rational::from),
        any::<f64>().prop_filter_map("finite", Rational::from_f64),
    ]
}

fn distinct_labels(count: usize) -> impl Strategy<Value = Vec<String>> {
    prop::collection::hash_set(prop_oneof![any::<String>(), "[\\\\\" {},a-c]{0,4}"], count)
        .prop_map(|set| set.into_iter().collect())
}

fn games() -> impl Strategy<Value = Game<Rational>> {
    prop::collection::vec(1usize..4, 1..4).prop_flat_map(|shape| {
        let payoffs = shape.iter().product::<usize>() * shape.len();
        let actions: Vec<_> = shape.iter().map(|&k| distinct_labels(k)).collect();
        (prop::collection::vec(rationals(), payoffs), distinct_labels(shape.len()), actions, any::<String>())
            .prop_map(move |(flat, players, actions, title)| {
                Game::new(&shape, flat).unwrap().labelled(players, actions).unwrap().titled(title)
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn json_round_trips_without_loss(game in games(), d in 1i64..99, chance in 0i64..=7) {
        let players = game.players();
        let last = game.profile(game.profiles() - 1);
        let payoff = game.payoffs_at(0).to_vec();
        let file = GameFile {
            discount: (d % 2 == 0).then(|| Discount::PerPlayer(vec![Rational::new(d, 99); players])),
            absorbing: vec![Absorbing { profile: last, probability: Rational::new(chance, 7), payoff }],
            game,
        };
        prop_assert_eq!(&GameFile::read(&file.to_json()).unwrap(), &file);
        prop_assert_eq!(serde_json::from_str::<GameFile>(&file.to_json()).unwrap(), file);
    }

    #[test]
    fn nfg_round_trips_without_loss(game in games()) {
        prop_assert_eq!(GameFile::read(&game.to_nfg()).unwrap().game, game);
    }

    #[test]
    fn mutated_files_never_panic(
        game in games(),
        nfg in any::<bool>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0usize..6, any::<char>()), 1..6),
    ) {
        let text = if nfg { game.to_nfg() } else { GameFile::from(game).to_json() };
        let mut letters: Vec<char> = text.chars().collect();
        for (place, kind, letter) in cuts {
            let at = place.index(letters.len().max(1)).min(letters.len().saturating_sub(1));
            match kind {
                _ if letters.is_empty() => letters.push(letter),
                0 => { letters.remove(at); }
                1 => letters.insert(at, letter),
                2 => letters[at] = ['{', '}', '[', ']', '"', ',', '/', '-', '\\', 'e'][letter as usize % 10],
                3 => letters.truncate(at),
                4 => letters.swap(at, 0),
                _ => { let copy = letters[at..].to_vec(); letters.extend(copy); }
            }
        }
        let mutated: String = letters.into_iter().collect();
        if let Err(error) = GameFile::read(&mutated) {
            prop_assert!(!error.to_string().is_empty() && !error.hint().is_empty());
        }
        let _ = GameFile::from_json_str(&mutated);
        let _ = GameFile::from_nfg_str(&mutated);
    }

    #[test]
    fn any_text_is_answered(text in any::<String>(), words in "(NFG 1 R \"\" )?[\\[\\]{}\",:0-9e/ aNFG.-]{0,60}") {
        for text in [text, words] {
            let _ = GameFile::read(&text);
            let _ = GameFile::from_json_str(&text);
            let _ = GameFile::from_nfg_str(&text);
        }
    }
}

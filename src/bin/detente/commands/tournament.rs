//! `detente tournament`: well-known strategies, everybody against everybody, exactly.

use detente::Rational;
use detente::game::{Game, Profile};
use detente::repeated::RepeatedGame;
use detente::repeated::strategies::{Classic, Horizon, Roles, Strategy, Tournament};
use detente::report::{Align, Table};

use crate::answer::{Answer, Ending};
use crate::arguments::{Common, TournamentArguments};
use crate::document::{Document, floats};
use crate::failure::{CliError, Failure};
use crate::{budget, input, words};

/// Runs the command.
pub fn run(asked: &TournamentArguments, common: &Common) -> Result<Answer, Failure> {
    let file = input::game(&asked.game)?;
    let game = input::repeated(&file, asked.discount.as_deref())?;
    let stage = game.stage();
    let profile = |text: &Option<String>, default: Profile, place: &'static str| match text {
        Some(text) => stage.parse_profile(text).map_err(|error| Failure::at(place, error)),
        None => Ok(default),
    };
    let first = Profile::from(vec![0; stage.players()]);
    let last = Profile::from(stage.shape().iter().map(|k| k - 1).collect::<Vec<_>>());
    let cooperate = profile(&asked.cooperate, first, "--cooperate")?;
    let defect = profile(&asked.defect, last, "--defect")?;
    let tremble: Rational = asked.tremble.parse().map_err(|error| Failure::at("--tremble", error))?;
    let roles = Roles::new(stage, &cooperate, &defect)?;
    let entrants = entrants(asked, &roles)?;
    let call = || Tournament::round_robin(&game, &entrants, &tremble, Horizon::Discounted);
    let (table, timing) = budget::timed(common, call)?;
    let document = Document::of("tournament")
        .with("game", &input::as_solved(&file))
        .with("discount", game.discount())
        .with("cooperate", &cooperate)
        .with("defect", &defect)
        .with("tremble", &tremble)
        .with("entrants", &entrants)
        .with("payoffs", &table.payoffs)
        .with("scores", &floats(&table.scores))
        .with("exact", &Document::empty().with("scores", &table.scores))
        .with("ranking", &table.ranking());
    Ok(Answer {
        document: timing.add_to(document),
        text: text(stage, &game, &cooperate, &defect, &tremble, &table)?,
        ending: Ending::Answered,
    })
}

/// The strategies that take part: all, or those named.
fn entrants(asked: &TournamentArguments, roles: &Roles) -> Result<Vec<Vec<Strategy>>, Failure> {
    let Some(names) = &asked.strategies else {
        return Ok(Classic::ALL.iter().map(|&classic| roles.pair(classic)).collect());
    };
    let find = |name: &str| {
        let known = |classic: &&Classic| classic.name().replace(' ', "-") == name.trim().replace(' ', "-");
        let found = Classic::ALL.iter().find(known).copied();
        found.map(|classic| roles.pair(classic)).ok_or_else(|| -> Failure {
            let known: Vec<String> = Classic::ALL.iter().map(|c| c.name().replace(' ', "-")).collect();
            CliError::UnknownStrategy { found: name.trim().into(), known: known.join(", ") }.into()
        })
    };
    names.split(',').map(find).collect()
}

fn text(
    stage: &Game<Rational>,
    game: &RepeatedGame,
    cooperate: &Profile,
    defect: &Profile,
    tremble: &Rational,
    found: &Tournament,
) -> Result<String, Failure> {
    let order = found.ranking();
    let mut header = vec!["place".to_string(), "strategy".into()];
    header.extend((1..=order.len()).map(|place| format!("against {place}")));
    header.push("score".into());
    let mut table = Table::new("Average payoffs, both seats", header).align(0, Align::Right);
    for column in 0..=order.len() {
        table = table.align(2 + column, Align::Right);
    }
    for (place, &i) in order.iter().enumerate() {
        let mut row = vec![(place + 1).to_string(), found.names[i].clone()];
        row.extend(order.iter().map(|&j| {
            let mean = (&found.payoffs[i][j][0] + &found.payoffs[j][i][1]) / Rational::from(2);
            format!("{:.3}", mean.to_f64())
        }));
        row.push(format!("{:.3}", found.scores[i].to_f64()));
        words::push(&mut table, row)?;
    }
    let hands = if tremble.is_zero() {
        "Nobody trembles".to_string()
    } else {
        format!("Every action is replaced by another with probability {}", words::number(tremble))
    };
    let mut out = words::title(stage);
    out += &format!("Everybody against everybody at {}\n\n", words::patience(game.discount()));
    out += &format!(
        "{}",
        table.note(format!(
            "Cooperation is {}, defection {}. {hands}; expected payoffs are exact.",
            words::profile(stage, cooperate),
            words::profile(stage, defect)
        ))
    );
    Ok(out)
}

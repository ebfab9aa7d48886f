//! From `.nfg` to a game.

use std::collections::{HashMap, HashSet};

use super::super::super::table::{MAX_PLAYERS, check_shape};
use super::super::super::{Game, GameError, MAX_PAYOFFS};
use super::in_gambit_order;
use super::lexer::{Lexer, Token};
use crate::exact::Rational;

pub(in super::super) fn read(text: &str) -> Result<Game<Rational>, GameError> {
    let mut lexer = Lexer::new(text.trim_start_matches('\u{feff}'))?;
    let header = Header::read(&mut lexer)?;
    let players = header.shape.len();
    let flat = match lexer.peek() {
        Token::Open => by_outcome(&mut lexer, &header.shape)?,
        _ => by_payoff(&mut lexer, &header.shape)?,
    };
    if *lexer.peek() != Token::End {
        let found = lexer.peek().describe();
        let profiles = flat.len() / players;
        return Err(lexer.error(
            format!("found {found} after the last of {profiles} profiles"),
            "list the payoffs (or the outcome) of every profile once",
        ));
    }
    let game = Game::new(&header.shape, flat)?.titled(header.title);
    let default_actions = (0..players).map(|player| game.action_labels(player).to_vec()).collect();
    let actions = header.actions.unwrap_or(default_actions);
    game.labelled(header.players, actions)
}

struct Header {
    title: String,
    players: Vec<String>,
    shape: Vec<usize>,
    /// The actions' labels, unless only their numbers are given.
    actions: Option<Vec<Vec<String>>>,
}

impl Header {
    fn read(lexer: &mut Lexer) -> Result<Self, GameError> {
        for (words, wanted) in
            [(&["NFG"][..], "'NFG'"), (&["1"], "the version '1'"), (&["R", "D"], "'R' or 'D'")]
        {
            match lexer.peek() {
                Token::Word(word) if words.contains(word) => lexer.advance()?,
                _ => return Err(lexer.unexpected(wanted)),
            };
        }
        let Some(title) = lexer.text_if_any()? else {
            return Err(lexer.unexpected("the title in quotes"));
        };
        lexer.expect(Token::Open, "'{' and the players' names")?;
        let players = distinct(texts(lexer)?);
        lexer.expect(Token::Close, "a player's name or '}'")?;
        match players.len() {
            0 => return Err(GameError::NoPlayers),
            found if found > MAX_PLAYERS => {
                return Err(GameError::TooManyPlayers { found, limit: MAX_PLAYERS });
            }
            _ => {}
        }
        let place = lexer.place();
        lexer.expect(Token::Open, "'{' and the players' actions")?;
        let (shape, actions) = if *lexer.peek() == Token::Open {
            let lists = action_lists(lexer)?;
            (lists.iter().map(Vec::len).collect(), Some(lists))
        } else {
            (action_counts(lexer)?, None)
        };
        lexer.expect(Token::Close, "'}' after the players' actions")?;
        if shape.len() != players.len() {
            return Err(GameError::Ragged { location: place, found: shape.len(), expected: players.len() });
        }
        check_shape(&shape, &place)?;
        // The description, and in some old files more than one.
        while lexer.text_if_any()?.is_some() {}
        Ok(Header { title, players, shape, actions })
    }
}

fn texts(lexer: &mut Lexer) -> Result<Vec<String>, GameError> {
    let mut texts = Vec::new();
    while let Some(text) = lexer.text_if_any()? {
        texts.push(text);
    }
    Ok(texts)
}

fn action_lists(lexer: &mut Lexer) -> Result<Vec<Vec<String>>, GameError> {
    let mut lists = Vec::new();
    while *lexer.peek() == Token::Open {
        lexer.advance()?;
        lists.push(distinct(texts(lexer)?));
        lexer.expect(Token::Close, "an action's name or '}'")?;
    }
    Ok(lists)
}

fn action_counts(lexer: &mut Lexer) -> Result<Vec<usize>, GameError> {
    let mut counts = Vec::new();
    loop {
        let Token::Word(word) = *lexer.peek() else {
            return Ok(counts);
        };
        let digits = !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
        match word.parse() {
            Ok(count) => counts.push(count),
            Err(_) if digits => {
                return Err(GameError::TooLarge {
                    location: lexer.place(),
                    count: word.chars().take(40).collect(),
                    limit: MAX_PAYOFFS,
                });
            }
            Err(_) => return Err(lexer.unexpected("a number of actions")),
        }
        lexer.advance()?;
    }
}

/// As Gambit does: labels that are used twice get `_1`, `_2`, … behind them.
fn distinct(mut labels: Vec<String>) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for label in &labels {
        *counts.entry(label.clone()).or_default() += 1;
    }
    let mut used: HashSet<String> = labels.iter().cloned().collect();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for label in &mut labels {
        if counts[label] == 1 {
            continue;
        }
        let number = numbers.entry(label.clone()).or_default();
        loop {
            *number += 1;
            let candidate = format!("{label}_{number}");
            if used.insert(candidate.clone()) {
                *label = candidate;
                break;
            }
        }
    }
    labels
}

fn number(lexer: &mut Lexer, wanted: &str) -> Result<Rational, GameError> {
    let Token::Word(word) = *lexer.peek() else {
        return Err(lexer.unexpected(wanted));
    };
    // The place costs a walk through the file: it is asked for only where it is needed.
    let parsed = word.parse().map_err(|source| GameError::BadNumber { location: lexer.place(), source })?;
    lexer.advance()?;
    Ok(parsed)
}

/// The payoff form: all players' payoffs, profile by profile. Memory grows with the text, not with
/// what the header declares.
fn by_payoff(lexer: &mut Lexer, shape: &[usize]) -> Result<Vec<Rational>, GameError> {
    let (players, expected) = (shape.len(), shape.iter().product::<usize>() * shape.len());
    let mut read = Vec::new();
    while read.len() < expected {
        if *lexer.peek() == Token::End {
            return Err(truncated(lexer, read.len(), expected, "payoffs"));
        }
        read.push(number(lexer, "a payoff")?);
    }
    let mut flat = vec![Rational::ZERO; expected];
    let mut in_file_order = read.into_iter();
    in_gambit_order(shape, |profile| {
        for (slot, payoff) in flat[profile * players..][..players].iter_mut().zip(&mut in_file_order) {
            *slot = payoff;
        }
    });
    Ok(flat)
}

/// The outcome form: outcomes with names and payoffs, then one outcome per profile; outcome 0 pays
/// nothing to anybody.
fn by_outcome(lexer: &mut Lexer, shape: &[usize]) -> Result<Vec<Rational>, GameError> {
    let (players, expected) = (shape.len(), shape.iter().product::<usize>());
    lexer.expect(Token::Open, "'{' and the outcomes")?;
    let mut outcomes = vec![vec![Rational::ZERO; players]];
    while *lexer.peek() == Token::Open {
        lexer.advance()?;
        if lexer.text_if_any()?.is_none() {
            return Err(lexer.unexpected("the outcome's name in quotes"));
        }
        let payoffs: Result<Vec<Rational>, GameError> =
            (0..players).map(|_| number(lexer, "a payoff for every player")).collect();
        outcomes.push(payoffs?);
        lexer.expect(Token::Close, "'}' after the outcome's payoffs")?;
    }
    lexer.expect(Token::Close, "an outcome or '}'")?;
    let mut chosen = Vec::new();
    while chosen.len() < expected {
        let Token::Word(word) = *lexer.peek() else {
            return Err(truncated(lexer, chosen.len(), expected, "outcomes"));
        };
        match word.parse::<usize>().ok().filter(|&outcome| outcome < outcomes.len()) {
            Some(outcome) => chosen.push(outcome),
            None => {
                let last = outcomes.len() - 1;
                return Err(lexer.unexpected(&format!("an outcome from 0 to {last}")));
            }
        }
        lexer.advance()?;
    }
    let mut flat = vec![Rational::ZERO; expected * players];
    let mut chosen = chosen.into_iter();
    in_gambit_order(shape, |profile| {
        if let Some(outcome) = chosen.next() {
            flat[profile * players..][..players].clone_from_slice(&outcomes[outcome]);
        }
    });
    Ok(flat)
}

fn truncated(lexer: &Lexer, found: usize, expected: usize, what: &str) -> GameError {
    let next = lexer.peek().describe();
    lexer.error(
        format!("found {next} after {found} of {expected} {what}"),
        format!("the header's players and actions ask for {expected} {what}"),
    )
}

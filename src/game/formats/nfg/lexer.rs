//! Words of a `.nfg` file, with their places.

use super::super::super::GameError;

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open,
    Close,
    /// A quoted text, its escapes resolved.
    Text(String),
    /// Anything else up to white space, a brace, a comma or a quote: `NFG`, `1`, `-3/4`.
    Word(&'a str),
    End,
}

impl Token<'_> {
    pub(super) fn describe(&self) -> String {
        match self {
            Token::Open => "'{'".into(),
            Token::Close => "'}'".into(),
            Token::Text(text) => format!("the text \"{}\"", shorten(text)),
            Token::Word(word) => format!("'{}'", shorten(word)),
            Token::End => "the end of the file".into(),
        }
    }
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 { text.into() } else { text.chars().take(40).chain(['…']).collect() }
}

/// Reads tokens one after the other and looks one ahead. Commas are white space, as they separate
/// nothing that white space would not.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    ahead: Token<'a>,
    /// Where the token ahead begins.
    start: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Result<Self, GameError> {
        let mut lexer = Lexer { text, at: 0, ahead: Token::End, start: 0 };
        lexer.advance()?;
        Ok(lexer)
    }

    pub(super) fn peek(&self) -> &Token<'a> {
        &self.ahead
    }

    /// The token ahead, which is then behind.
    pub(super) fn advance(&mut self) -> Result<Token<'a>, GameError> {
        let next = self.scan()?;
        Ok(std::mem::replace(&mut self.ahead, next))
    }

    /// Line and column of the token ahead.
    pub(super) fn place(&self) -> String {
        self.place_of(self.start)
    }

    fn place_of(&self, at: usize) -> String {
        super::super::place(self.text, at)
    }

    /// An error at the token ahead.
    pub(super) fn error(&self, message: impl Into<String>, hint: impl Into<String>) -> GameError {
        GameError::Format {
            format: ".nfg",
            location: self.place(),
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// An error that says what stands where something else is needed.
    pub(super) fn unexpected(&self, wanted: &str) -> GameError {
        let found = self.peek().describe();
        self.error(format!("found {found} where {wanted} is needed"), format!("write {wanted}"))
    }

    pub(super) fn expect(&mut self, token: Token<'_>, wanted: &str) -> Result<(), GameError> {
        if *self.peek() != token {
            return Err(self.unexpected(wanted));
        }
        self.advance().map(|_| ())
    }

    /// The quoted text ahead, if there is one.
    pub(super) fn text_if_any(&mut self) -> Result<Option<String>, GameError> {
        if !matches!(self.ahead, Token::Text(_)) {
            return Ok(None);
        }
        match self.advance()? {
            Token::Text(text) => Ok(Some(text)),
            _ => Ok(None),
        }
    }

    fn scan(&mut self) -> Result<Token<'a>, GameError> {
        let rest = &self.text[self.at..];
        let blank = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',').len();
        self.at += blank;
        self.start = self.at;
        let rest = &self.text[self.at..];
        let (token, length) = match rest.chars().next() {
            None => (Token::End, 0),
            Some('{') => (Token::Open, 1),
            Some('}') => (Token::Close, 1),
            Some('"') => self.quoted(rest)?,
            Some(_) => {
                let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | '"');
                let length = rest.find(ends).unwrap_or(rest.len());
                (Token::Word(&rest[..length]), length)
            }
        };
        self.at += length;
        Ok(token)
    }

    /// A text in quotes: `\"` is a quote, `\\` a backslash, any other backslash stands for itself.
    fn quoted(&self, rest: &str) -> Result<(Token<'a>, usize), GameError> {
        let mut text = String::new();
        let mut letters = rest.char_indices().skip(1).peekable();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => return Ok((Token::Text(text), at + 1)),
                '\\' => {
                    let escaped = letters.next_if(|&(_, next)| matches!(next, '"' | '\\'));
                    text.push(escaped.map_or('\\', |(_, next)| next));
                }
                other => text.push(other),
            }
        }
        Err(GameError::Format {
            format: ".nfg",
            location: self.place_of(self.start),
            message: "the quoted text that begins here does not end".into(),
            hint: "close the text with a quote; a quote inside it is written \\\"".into(),
        })
    }
}

//! The arguments. Numbers stay text until a command reads them exactly.

use std::path::PathBuf;

use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "Exit codes: 0 answered (\"no\" and \"never\" are answers), 1 bad input, 2 the budget \
ended before the asked width or gap (what was proven so far is printed), 3 check found a certificate false.";

/// Solves repeated games and proves its answers: what rivals can sustain, how patient they must be, and
/// who blocks.
#[derive(Debug, Parser)]
#[command(name = "detente", version, about, after_help = EXIT_CODES)]
pub struct Arguments {
    /// Options of every command.
    #[command(flatten)]
    pub common: Common,
    /// What is asked.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Common {
    /// Print one JSON object instead of a table
    #[arg(long, global = true)]
    pub json: bool,
    /// Also write the result to this file, always as JSON (what `check` and `play` read)
    #[arg(long, global = true, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Stop after this many seconds and print what was proven
    #[arg(long, global = true, value_name = "SECONDS", allow_hyphen_values = true)]
    pub time_limit: Option<String>,
    /// Stop after this many iterations and print what was proven
    #[arg(long, global = true, value_name = "N")]
    pub iterations: Option<usize>,
    /// The gap to aim at, of each player's payoff range [default: 1e-9]
    #[arg(long, global = true, value_name = "T", allow_hyphen_values = true)]
    pub tolerance: Option<String>,
    /// Use this many threads [default: one per core]
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<usize>,
    /// Repeat the library call N times and report the median wall seconds as `timing`
    #[arg(long, global = true, value_name = "N")]
    pub timing: Option<usize>,
}

/// What is asked.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Solve the stage game by a one-shot concept
    Solve(SolveArguments),
    /// Enclose the set of equilibrium payoffs of the repeated game
    Repeated(RepeatedArguments),
    /// Can an outcome be sustained? An automaton that does it, or who blocks, why, and a proof
    Sustain(SustainArguments),
    /// How patient must the players be? The certified critical discount factor
    Critical(CriticalArguments),
    /// What can rivals reach who may pay each other? For all discount factors at once
    Transfers(TransfersArguments),
    /// Well-known strategies, everybody against everybody, without luck
    Tournament(TournamentArguments),
    /// Play the automaton of a saved result, move by move
    Play(PlayArguments),
    /// The case study: Armenia and Azerbaijan over Karabakh, 1988-2023
    Karabakh(KarabakhArguments),
    /// Verify a saved result again, with code that shares nothing with the solvers but fractions
    Check(CheckArguments),
}

/// Arguments of `solve`.
#[derive(Debug, Args)]
pub struct SolveArguments {
    /// The game: a JSON, .nfg or lrsnash file, or - for standard input
    pub game: PathBuf,
    /// The solution concept
    #[arg(long)]
    pub concept: ConceptName,
    /// For correlated and coarse: welfare, min-welfare, player:0 or maximin [default: welfare]
    #[arg(long)]
    pub objective: Option<String>,
    /// For nash: only the first equilibrium found and verified
    #[arg(long)]
    pub one: bool,
    /// For correlated and coarse, two players: also all payoffs that such plans give, as an exact polygon
    #[arg(long)]
    pub polygon: bool,
}

/// The one-shot concepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConceptName {
    /// Nash equilibria: all extreme ones of two players, exactly
    Nash,
    /// Value and optimal strategies of a constant-sum game
    ZeroSum,
    /// The best correlated equilibrium
    Correlated,
    /// The best coarse correlated equilibrium
    Coarse,
    /// Minmax payoffs: pure, mixed, correlated
    Minmax,
    /// Iterated elimination of strictly dominated actions
    Dominance,
    /// The best commitment of player 0
    Stackelberg,
    /// Logit quantal responses of any number of players, from the centroid to their limit
    Quantal,
}

/// Arguments of `repeated`.
#[derive(Debug, Args)]
pub struct RepeatedArguments {
    /// The game: a JSON, .nfg or lrsnash file, or - for standard input
    pub game: PathBuf,
    /// The discount factor, exact (0.9, 9/10); wins over the file's
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    pub discount: Option<String>,
    /// Actions are hidden and everybody sees a signal: a JSON file with the signals and their probabilities
    #[arg(long, value_name = "FILE")]
    pub monitoring: Option<PathBuf>,
    /// Players may also mix, unseen: payoffs that such equilibria are proven to reach
    #[arg(long, conflicts_with = "monitoring")]
    pub mixed: bool,
    /// Also what is left without a public coin: which corners a path of play without draws reaches
    #[arg(long, conflicts_with_all = ["monitoring", "mixed"])]
    pub without_coin: bool,
}

/// Arguments of `transfers`.
#[derive(Debug, Args)]
pub struct TransfersArguments {
    /// The game: a JSON, .nfg or lrsnash file, or - for standard input
    pub game: PathBuf,
    /// Also the contract at this discount factor, exact (0.9, 9/10); wins over the file's
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    pub discount: Option<String>,
}

/// Arguments of `tournament`.
#[derive(Debug, Args)]
pub struct TournamentArguments {
    /// A game of two players: a JSON, .nfg or lrsnash file, or - for standard input
    pub game: PathBuf,
    /// The discount factor, exact (0.9, 9/10); wins over the file's
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    pub discount: Option<String>,
    /// The profile that counts as cooperation, by indices or labels [default: first actions]
    #[arg(long, value_name = "PROFILE")]
    pub cooperate: Option<String>,
    /// The profile that counts as defection, by indices or labels [default: last actions]
    #[arg(long, value_name = "PROFILE")]
    pub defect: Option<String>,
    /// The probability with which every action is replaced by another, exact
    #[arg(long, value_name = "E", default_value = "0", allow_hyphen_values = true)]
    pub tremble: String,
    /// Who takes part, separated by commas: tit-for-tat,grim-trigger [default: all]
    #[arg(long, value_name = "NAMES")]
    pub strategies: Option<String>,
}

/// Arguments of `sustain`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("target").required(true).multiple(false))]
pub struct SustainArguments {
    /// The game: a JSON, .nfg or lrsnash file, or - for standard input
    pub game: PathBuf,
    /// The discount factor, exact (0.9, 9/10); wins over the file's
    #[arg(long, value_name = "D", allow_hyphen_values = true)]
    pub discount: Option<String>,
    /// A profile played for ever, by indices or labels: 0,0 or cooperate,cooperate
    #[arg(long, group = "target")]
    pub profile: Option<String>,
    /// An average payoff per player, exact: 2,2 or 5/2,1.5
    #[arg(long, group = "target", allow_hyphen_values = true)]
    pub payoff: Option<String>,
    /// The best equilibrium payoff: welfare, player:0 (largest) or worst:0 (least)
    #[arg(long, group = "target")]
    pub objective: Option<String>,
}

/// Arguments of `critical`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("asked").required(true).multiple(false))]
pub struct CriticalArguments {
    /// The game: a JSON, .nfg or lrsnash file, or - for standard input
    pub game: PathBuf,
    /// A profile played for ever, by indices or labels: 0,0 or cooperate,cooperate
    #[arg(long, group = "asked")]
    pub profile: Option<String>,
    /// Profiles played in turn for ever, by indices or labels: "0,1;1,0"
    #[arg(long, group = "asked")]
    pub path: Option<String>,
    /// An average payoff per player, exact: 2,2 or 5/2,1.5
    #[arg(long, group = "asked", allow_hyphen_values = true)]
    pub payoff: Option<String>,
    /// A sum of payoffs that some equilibrium has to reach, exact
    #[arg(long, group = "asked", allow_hyphen_values = true)]
    pub welfare: Option<String>,
    /// The whole set of the folk theorem, something better than self-help for everybody, or the map of
    /// what enters where as patience grows
    #[arg(long, group = "asked")]
    pub target: Option<TargetName>,
    /// How deviators are punished
    #[arg(long, default_value = "optimal")]
    pub punishment: PunishmentName,
    /// Actions are hidden and everybody sees a signal: a JSON file with the signals and their probabilities
    #[arg(long, value_name = "FILE")]
    pub monitoring: Option<PathBuf>,
    /// For the map: the discount factors to look at, exact
    #[arg(long, value_name = "FROM,TO", default_value = "1/50,49/50", allow_hyphen_values = true)]
    pub range: String,
    /// For the map: where to write a picture of it (SVG)
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// Discount factors of players who differ in patience, exact: 1/2,2/3. Their odds d/(1-d) are scaled by one
    /// factor for all; the answer is the discount factor of the most patient player
    #[arg(long, value_name = "D,D", conflicts_with = "monitoring", allow_hyphen_values = true)]
    pub patience: Option<String>,
    /// The widest enclosure to be content with, exact
    #[arg(long, value_name = "W", default_value = "1e-6", allow_hyphen_values = true)]
    pub width: String,
}

/// Targets with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TargetName {
    /// All feasible payoffs that give everyone at least the pure minmax payoff
    Folk,
    /// Strictly more for every player than the least pure stage equilibrium payoff
    Better,
    /// Every profile's critical value, and where the set of payoffs grows in a step (two players)
    Map,
}

/// How deviators are punished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PunishmentName {
    /// By the worst equilibrium for the deviator
    Optimal,
    /// By the pure stage equilibrium that is worst for the deviator
    Nash,
    /// All by the same pure stage equilibrium, the one that serves the target best
    Grim,
}

/// Arguments of `play`.
#[derive(Debug, Args)]
pub struct PlayArguments {
    /// A saved result of sustain or critical, or - for standard input
    pub result: PathBuf,
    /// How many rounds to play
    #[arg(long, value_name = "N")]
    pub rounds: usize,
    /// A deviation, player@round:action, by indices or labels; rounds count from 0. May be repeated
    #[arg(long, value_name = "PLAYER@ROUND:ACTION")]
    pub deviate: Vec<String>,
    /// Seed of the public draws (ChaCha8)
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub seed: u64,
}

/// Arguments of `karabakh`.
#[derive(Debug, Args)]
pub struct KarabakhArguments {
    /// The variant of the game
    #[arg(long, default_value = "reduced")]
    pub variant: VariantName,
    /// Factor on both war costs
    #[arg(long, value_name = "S", default_value = "1", allow_hyphen_values = true)]
    pub cost_scale: String,
    /// Relative-gains weight of both sides: mode (of each phase) or a number from 0 to 1
    #[arg(long, value_name = "mode|K", default_value = "mode", allow_hyphen_values = true)]
    pub relative_gains: String,
    /// Draws per phase in the reduced variant
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub draws: usize,
    /// Seed of the draws
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub seed: u64,
}

/// The variants of the case study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VariantName {
    /// Compromise or self-help, the same game every year
    Reduced,
    /// Compromise, hold or attack, the same game every year
    ThreeActions,
    /// Compromise, hold or attack; war decides everything after it
    Absorbing,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// A saved result, or - for standard input
    pub result: PathBuf,
}

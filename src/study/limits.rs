//! What to print beside every result of the study.

/// The limits of the study, one sentence each.
pub const LIMITS: [&str; 8] = [
    "The chance p of winning a war is not identified by the data: capability ratios by different indices \
     disagree, so p is a drawn range and a contest function only a cross-check.",
    "Relative gains k, indivisibility iota, negotiation costs t and peace dividends g are judgement.",
    "\"The Minsk Group was ineffective\" is nearly an input (q, gamma and b near 0), so the finding is the \
     threshold: how strong it would have had to be, and in which instrument.",
    "Two unitary actors: no Karabakh Armenian leadership, no displaced communities, no patron as a player, \
     no leader's survival in office.",
    "Hindsight enters p, omega and all coded cases.",
    "One stake, although the surrounding districts and the status were two.",
    "Peace under the ceasefire is a cooperation that the coding hides; stationary play inside a phase assumes \
     away that the shift of power is anticipated.",
    "Rival readings fit the same facts: a commitment problem, a misperceived shift of power, audience costs.",
];

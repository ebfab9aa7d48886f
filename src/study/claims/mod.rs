//! The article behind the case, claim by claim, and what the models say.
//!
//! R. Hajimineh and M. Falahati (2025), "The Karabakh Conflict from a Theoretical Perspective with an Emphasis
//! on the Neo-Liberalism/Neo-Realism Debate", Central Eurasia Studies 18(1), 57-84, doi
//! 10.22059/JCEP.2025.378721.450231. The claims are paraphrased. No claim is an input of any model; a finding
//! names its variant and its assumption, its numbers are computed when the dossier is, and "not modelled" is
//! an answer.

mod answers;
mod figures;
mod remedies;
mod setting;

use serde::Serialize;

use super::Variant;

pub(super) use answers::answers;

/// The article whose claims are answered.
pub const SOURCE: &str = "Hajimineh and Falahati (2025), Central Eurasia Studies 18(1), 57-84, \
    doi 10.22059/JCEP.2025.378721.450231";

/// A claim of the article, paraphrased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// 1 to 15.
    pub id: u8,
    /// The claim in other words than the article's.
    pub claim: &'static str,
    /// Where the models meet it.
    pub meets: &'static str,
}

/// How much of a claim the models can speak to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// The claim is about something in the models.
    Modelled,
    /// Part of it is.
    Partly,
    /// It is not.
    NotModelled,
}

/// One thing that a model says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// In which variant; `None` where it does not depend on one.
    pub variant: Option<Variant>,
    /// Under which assumption.
    pub assumption: String,
    /// What it says, with computed values.
    pub says: String,
}

/// A claim and the answers to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClaimAnswer {
    /// The claim.
    #[serde(flatten)]
    pub claim: Claim,
    /// Where it is made.
    pub source: &'static str,
    /// How much of it is modelled.
    pub coverage: Coverage,
    /// What the models say, variant by variant.
    pub findings: Vec<Finding>,
    /// What of it is not modelled; empty where nothing is left out.
    pub not_modelled: &'static str,
}

/// The fifteen claims.
///
/// ```
/// let claims = detente::study::claims();
/// assert!(claims.iter().map(|claim| claim.id).eq(1..=15));
/// ```
pub fn claims() -> &'static [Claim; 15] {
    &CLAIMS
}

const fn claim(id: u8, claim: &'static str, meets: &'static str) -> Claim {
    Claim { id, claim, meets }
}

const CLAIMS: [Claim; 15] = [
    claim(
        1,
        "The end of the Soviet Union left a vacuum of power and an anarchic regional order.",
        "the anarchy preset: nothing but self-enforcement",
    ),
    claim(
        2,
        "Borders that were imposed and populations that were mixed made the stake hard to divide.",
        "indivisibility, admissible divisions, lotteries",
    ),
    claim(
        3,
        "Security Council resolutions affirmed Azerbaijan's territory and asked Armenia to use its influence; they \
         were not carried out.",
        "the UNSC preset, a cap on divisions, the enforcement probability q",
    ),
    claim(
        4,
        "Azerbaijan lost about a fifth of its territory, and people were displaced (a contested figure).",
        "the holding h",
    ),
    claim(
        5,
        "Armenia backed Artsakh and sought primacy in the region.",
        "the holding h, a defender's factor, a third actor",
    ),
    claim(
        6,
        "Azerbaijan armed and allied with Turkey and Israel.",
        "the contest function with alliance parts, the shift of power",
    ),
    claim(
        7,
        "States sought security through power rather than cooperation: balancing, security competition, \
         structural distrust.",
        "attack as an action, first-move advantage, trust thresholds",
    ),
    claim(
        8,
        "The Minsk Group failed over three decades because it was structurally weak.",
        "the Minsk preset; how strong it would have had to be",
    ),
    claim(
        9,
        "It failed also because members and parties would not bear the costs of collective commitments.",
        "the cost of membership, the participation test",
    ),
    claim(
        10,
        "Neoliberal mechanisms (cheaper negotiation, information, cooperation under anarchy) did not work here.",
        "instruments one by one and in packages",
    ),
    claim(11, "The dispute has the dynamic of a zero-sum game.", "strict competitiveness, relative gains"),
    claim(12, "It was settled by force in 2020 (and 2023).", "phases, absorbing war, history matching"),
    claim(
        13,
        "Where core national interests clash with norms, states choose self-help and temporary alliances.",
        "relative gains k, indivisibility, a cap on divisions; patrons as players",
    ),
    claim(
        14,
        "Institutions need a minimum of trust and shared interest, absent here; they keep their potential in less \
         adversarial settings.",
        "shared interest, control cases, trust thresholds",
    ),
    claim(
        15,
        "Hence neorealism explains the conflict better.",
        "never an input: which assumptions make it come out",
    ),
];

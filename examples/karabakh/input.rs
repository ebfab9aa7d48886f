//! What the tables and pictures need beside the dossier: names, years, the case at mode values.

use detente::Rational;
use detente::collapse::measures::{Surplus, cooperation_surplus};
use detente::study::{
    CaseData, Dossier, InstitutionParameters, NamedVerdict, Primitives, StageModel, WarAccounting,
    karabakh_data,
};

pub type Failure = Box<dyn std::error::Error>;

/// Where in time the phases lie (the figures' x axis).
const YEARS: [(f64, f64); 8] = [
    (1988.1, 1992.0),
    (1992.0, 1994.4),
    (1994.4, 2004.0),
    (2004.0, 2011.0),
    (2011.0, 2016.3),
    (2016.3, 2020.9),
    (2020.9, 2022.9),
    (2022.9, 2023.8),
];

/// The study with its data at hand.
pub struct Case {
    pub data: &'static CaseData,
    pub dossier: Dossier,
}

impl Case {
    pub fn new(dossier: Dossier) -> Result<Self, Failure> {
        Ok(Case { data: karabakh_data()?, dossier })
    }

    pub fn phases(&self) -> impl Iterator<Item = &str> {
        self.data.phases.iter().map(|phase| phase.name.as_str())
    }

    pub fn institutions(&self) -> impl Iterator<Item = &str> {
        self.data.institutions.iter().map(|preset| preset.name.as_str())
    }

    pub fn years(&self, phase: usize) -> (f64, f64) {
        YEARS[phase]
    }

    pub fn verdict(&self, phase: &str, institution: &str) -> Result<&NamedVerdict, Failure> {
        let found = self.dossier.verdicts.iter().find(|v| v.phase == phase && v.institution == institution);
        found.ok_or_else(|| format!("no verdict on {phase} under {institution}").into())
    }

    pub fn modes(&self, phase: &str) -> Result<Primitives<Rational>, Failure> {
        Ok(self.data.phase(phase)?.at_modes()?)
    }

    pub fn institution(&self, name: &str) -> Result<InstitutionParameters<Rational>, Failure> {
        Ok(self.data.institution(name)?.at_modes()?)
    }

    /// The phase's modes with the war costs and relative gains of the matched calibration.
    pub fn matched(&self, phase: &str) -> Result<Option<Primitives<f64>>, Failure> {
        let modes = self.modes(phase)?.to_floats();
        Ok(self.dossier.matched.map(|c| c.apply(modes)).transpose()?)
    }

    /// The best sustainable share of the surplus of cooperation in the absorbing variant: welfare in
    /// material payoffs, incentives in relative ones; `None` where V is empty.
    pub fn surplus(&self, case: &Primitives<f64>, institution: &str) -> Result<Option<Surplus>, Failure> {
        let institution = self.institution(institution)?.to_floats();
        let model = StageModel::new(case, &institution, WarAccounting::Absorbing);
        let Some(content) = model.solve()?.content else { return Ok(None) };
        let k = [0, 1].map(|i| case.sides[i].relative_gains);
        // U = M u, so the sum of u is a weighted sum of U.
        let scale = 1.0 - k[0] * k[1];
        if scale <= 0.0 {
            return Ok(None);
        }
        let welfare = |u: [f64; 2]| ((1.0 + k[1]) * u[0] + (1.0 + k[0]) * u[1]) / scale;
        let first = self.outcomes(&model)?.into_iter().map(welfare).fold(f64::NEG_INFINITY, f64::max);
        let exact = |x: f64| Rational::from_f64(x).unwrap_or_default();
        let best = content.vertices.iter().map(|v| welfare(*v)).fold(f64::NEG_INFINITY, f64::max);
        let self_help = welfare(content.benchmark_payoff);
        // Rounding may lift a vertex above the first best that it is.
        let first = first.max(best).max(self_help);
        Ok(Some(cooperation_surplus(&exact(best), &exact(self_help), &exact(first))?))
    }

    /// Everything that can be paid: by a profile, or for ever by an outcome that ends the game.
    pub fn outcomes(&self, model: &StageModel<f64>) -> Result<Vec<[f64; 2]>, Failure> {
        let game = model.game()?;
        let cells = (0..game.profiles()).map(|p| [0, 1].map(|i| *game.payoff_at(p, i)));
        Ok(cells.chain(model.absorbing().into_iter().map(|cell| cell.payoff)).collect())
    }
}

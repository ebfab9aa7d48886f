//! The map: relative gains against war costs, what is left of cooperation in every phase.

use rayon::prelude::*;
use serde::Serialize;

use super::check_weight;
use super::modes::ModeCases;
use crate::repeated::fast::Solver;
use crate::study::{
    CaseData, InstitutionParameters, InstitutionPreset, Prospect, StageModel, StudyError, WarAccounting,
};

/// One point of the map: what is left of cooperation in every phase under every institution.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MapCell {
    /// The relative-gains weight of both sides.
    pub k: f64,
    /// The factor on both war costs.
    pub cost_scale: f64,
    /// Whether the point is consistent with history.
    pub consistent: bool,
    /// One row per institution, one letter per phase: see [`Prospect::letter`].
    pub prospects: Vec<Vec<Prospect>>,
}

impl MapCell {
    /// An institution's row as text, such as `CCvCC...`.
    pub fn row(&self, institution: usize) -> String {
        self.prospects[institution].iter().map(|prospect| prospect.letter()).collect()
    }
}

/// The map of the absorbing variant over relative gains and war costs, everything else at its mode.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HistoryMap {
    /// The phases, in the order of the letters.
    pub phases: Vec<String>,
    /// The institutions, in the order of the rows.
    pub institutions: Vec<String>,
    /// The points, in the order in which they were asked for.
    pub cells: Vec<MapCell>,
}

/// Solves the absorbing variant at every point `(k, cost scale)`.
///
/// ```
/// use detente::study::{history_map, karabakh_data};
/// let data = karabakh_data()?;
/// let map = history_map(data, &data.institutions[..1], &[(0.2, 4.56)])?;
/// assert_eq!(map.cells[0].row(0), "CCvCC...");
/// assert!(map.cells[0].consistent);
/// # Ok::<(), detente::study::StudyError>(())
/// ```
///
/// # Errors
/// A weight or a scale out of range; an invalid case or institution.
pub fn history_map(
    data: &CaseData,
    institutions: &[InstitutionPreset],
    points: &[(f64, f64)],
) -> Result<HistoryMap, StudyError> {
    let cases = ModeCases::new(data)?;
    let strengths: Vec<InstitutionParameters<f64>> = institutions
        .iter()
        .map(|preset| Ok(preset.at_modes()?.to_floats()))
        .collect::<Result<_, StudyError>>()?;
    let solve = |solver: &mut Solver, &(k, cost_scale): &(f64, f64)| {
        check_weight(k)?;
        let consistent = cases.meets_all(k, cost_scale, solver)?;
        let mut row = |institution: &InstitutionParameters<f64>| {
            let phases = data.phases.iter().map(|phase| {
                let case = cases.at(&phase.name, k, cost_scale)?;
                let model = StageModel::new(&case, institution, WarAccounting::Absorbing);
                Ok(model.solve_with(solver)?.prospect())
            });
            phases.collect::<Result<Vec<_>, StudyError>>()
        };
        let prospects = strengths.iter().map(&mut row).collect::<Result<_, _>>()?;
        Ok(MapCell { k, cost_scale, consistent, prospects })
    };
    let cells: Result<Vec<MapCell>, StudyError> = points.par_iter().map_init(Solver::new, solve).collect();
    Ok(HistoryMap {
        phases: data.phases.iter().map(|phase| phase.name.clone()).collect(),
        institutions: institutions.iter().map(|preset| preset.name.clone()).collect(),
        cells: cells?,
    })
}

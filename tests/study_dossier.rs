//! The dossier: every step, every claim, and the exact confirmation of every verdict in it.

use std::ops::ControlFlow;

use detente::study::{
    Confirmation, Coverage, DossierOptions, Enforcement, NamedVerdict, Prospect, claims, dossier,
};

/// Every enforcement verdict with three actions has an automaton or a refutation, and blame is consistent.
fn confirmed(entry: &NamedVerdict) {
    for v in &entry.verdict.variants[1..] {
        let label = format!("{} {} {}", entry.phase, entry.institution, v.variant.name());
        match v.enforcement {
            Enforcement::Enforceable => {
                assert!(matches!(v.confirmation, Some(Confirmation::Automaton(_))), "{label}");
            }
            Enforcement::NotEnforceable | Enforcement::NoVerdict => {
                assert!(matches!(v.confirmation, Some(Confirmation::Refutation(_))), "{label}");
            }
            Enforcement::TriggerFails => panic!("{label}: there is no trigger here"),
        }
        assert!(v.blocker.is_some() || v.reason.is_none(), "{label}");
        assert_eq!(v.prospect == Prospect::Compromise, v.blocker.is_none() && v.margin.is_some(), "{label}");
    }
}

#[test]
fn the_dossier_answers_every_claim_and_can_be_stopped() {
    let options = DossierOptions {
        draws: 40,
        history_draws: 20,
        search_steps: 4,
        diagram_steps: 2,
        ..Default::default()
    };
    let mut stages = Vec::new();
    let full = dossier(&options, |stage, _, _| {
        stages.push(stage);
        ControlFlow::Continue(())
    });
    let full = full.unwrap();
    assert!(full.complete && stages.len() == 8);
    assert_eq!(full.verdicts.len(), 40);
    let band = full.bands.iter().find(|band| band.k == 0.2).unwrap();
    assert!((band.middle() - 4.56).abs() < 0.02);
    let row: String = full.matched_row("none").iter().map(|prospect| prospect.letter()).collect();
    assert_eq!(row, "CCvCC...");
    assert!(full.claims.iter().map(|answer| answer.claim.id).eq(1..=15));
    assert_eq!(claims().len(), 15);
    for entry in &full.verdicts {
        confirmed(entry);
    }
    for answer in &full.claims {
        assert!(!answer.findings.is_empty() || answer.coverage == Coverage::NotModelled);
        for finding in &answer.findings {
            assert!(!finding.says.is_empty() && !finding.assumption.is_empty());
            assert!(!finding.says.contains("  ") && !finding.says.contains("NaN"), "{}", finding.says);
        }
    }
    let stopped = dossier(&options, |_, done, _| match done {
        1 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    });
    let stopped = stopped.unwrap();
    assert!(!stopped.complete && stopped.verdicts.len() == 40 && stopped.shares.is_empty());
    assert!(
        dossier(&DossierOptions { search_steps: 0, ..options }, |_, _, _| ControlFlow::Continue(())).is_err()
    );
}

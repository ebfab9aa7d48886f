use detente::study::*;
use std::time::Instant;

#[test]
fn explore() {
    let data = karabakh_data().unwrap();
    let start = Instant::now();
    for phase in &data.phases {
        for preset in &data.institutions {
            let t = Instant::now();
            let v = phase_verdict(&phase.at_modes().unwrap(), &preset.at_modes().unwrap()).unwrap();
            println!("{} {} {:?} {:?}", phase.name, preset.name, v.agreement, t.elapsed());
            for x in &v.variants {
                println!("   {:?} {:?} {:?} acc {:?} blk {:?} {:?} m {:?} ob {:?} d {:?} fear {} {:?} {:?}", x.variant, x.prospect, x.enforcement, x.acceptable, x.blocker, x.reason, x.margin, x.over_benchmark, x.sustaining_discounts, x.mutual_fear, x.classes.clone().map(|c| c.to_string()), x.confirmation);
            }
        }
    }
    println!("verdicts {:?}", start.elapsed());
    let t = Instant::now();
    for phase in &data.phases {
        let case = phase.at_modes().unwrap().to_floats();
        for v in Variant::ALL {
            let row: Vec<String> = Instrument::ALL.iter().map(|i| { let s = sufficient_strength(&case, v, *i).unwrap(); format!("{:?}:{}", i, s.intervals.iter().map(|[a,b]| format!("{a:.2}-{b:.2}")).collect::<Vec<_>>().join(",")) }).collect();
            let p = sufficient_package(&case, v, data.institution("strong").unwrap()).unwrap();
            println!("{} {:?} {} | package {:?} {:?}", phase.name, v, row.join(" "), p.intervals, p.without);
            let c = collapse_by_relative_gains(&case, &InstitutionParameters::none(), v).unwrap();
            println!("     k: {:?} {:?}", c.compromise, c.anything);
        }
    }
    println!("strength {:?}", t.elapsed());
    let t = Instant::now();
    for phase in ["1994-2003", "2004-10", "2011-16", "2016-20"] {
        let o = EnsembleOptions { question: Question::AnyBargain, ..Default::default() };
        let e = ensemble(data.phase(phase).unwrap(), &data.institutions[..1], &o).unwrap();
        println!("{phase} any bargain {:?}", e.share("none").unwrap().value());
    }
    println!("bargains {:?}", t.elapsed());
    let t = Instant::now();
    let r = history_ensemble(data, &data.institutions, &HistoryOptions::default()).unwrap();
    println!("history {:?} {:?} {:?}", t.elapsed(), r.consistent, r.conditions);
    for s in &r.shares { println!("{} {} all {:.2} {:.2} {:.2} {:.2} cons {:.2} {:.2} {:.2} {:.2} {}", s.phase, s.institution, s.all.compromise.value(), s.all.some_bargain.value(), s.all.collapsed.value(), s.all.no_verdict.value(), s.consistent.compromise.value(), s.consistent.some_bargain.value(), s.consistent.collapsed.value(), s.consistent.no_verdict.value(), s.headline_changes); }
}

//! The main job: under which conditions could Armenia and Azerbaijan have sustained a compromise over
//! Karabakh in each phase 1988-2023, without and with institutions, and when does cooperation collapse?
//!
//! `cargo run --release --example karabakh`
//!
//! Prints tables, and writes pictures, `report.html`, `results.json` and one CSV file per table to
//! `target/karabakh/`.

mod input;
mod output;
mod pictures;
mod tables;

use std::ops::ControlFlow;

use detente::study::{DossierOptions, dossier};

use input::Case;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let started = std::time::Instant::now();
    let bar = output::progress(8);
    let dossier = dossier(&DossierOptions::default(), |step, done, _| {
        bar.set_position(done as u64);
        bar.set_message(step);
        ControlFlow::Continue(())
    })?;
    bar.set_message("pictures and report");
    bar.set_position(8);
    let case = Case::new(dossier)?;
    let tables = tables::all(&case)?;
    let pictures = pictures::all(&case)?;
    let folder = output::write(&case, &tables, &pictures)?;
    bar.finish_and_clear();

    for table in &tables {
        println!("{}", table.table.to_text(output::WIDTH));
    }
    println!("{}", tables::reading(&case));
    println!("Written to {}:", folder.display());
    println!("  report.html (pictures, tables, method, sources, limits), results.json,");
    println!("  {} pictures (*.svg), {} tables (*.csv)", pictures.len(), tables.len());
    eprintln!("{:.1} seconds", started.elapsed().as_secs_f64());
    Ok(())
}

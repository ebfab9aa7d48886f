//! The `detente` command, judged from outside: exit codes, JSON keys, exact numbers, errors.

mod answers;
mod budgets;
mod certificates;
mod hidden;
mod mistakes;
mod plays;
mod run;

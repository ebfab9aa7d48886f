//! What a check comes to.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

/// The outcome of a check.
///
/// Serialises as `{"valid":true,"checked":[..]}` or `{"valid":false,"failure":".."}`; `Display` is for
/// people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// Whether nothing false was found.
    pub valid: bool,
    /// What was verified, one sentence each; sentences that say "not re-checked" name the claims that
    /// carry no certificate.
    pub checked: Vec<String>,
    /// The first claim that is false, with its place in the result.
    pub failure: Option<String>,
}

impl Serialize for CheckReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut report = serializer.serialize_struct("CheckReport", 2)?;
        report.serialize_field("valid", &self.valid)?;
        match &self.failure {
            Some(failure) => report.serialize_field("failure", failure)?,
            None => report.serialize_field("checked", &self.checked)?,
        }
        report.end()
    }
}

impl fmt::Display for CheckReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.failure {
            Some(failure) => write!(f, "false: {failure}"),
            None => {
                f.write_str("valid")?;
                for sentence in &self.checked {
                    write!(f, "\n  {sentence}")?;
                }
                Ok(())
            }
        }
    }
}

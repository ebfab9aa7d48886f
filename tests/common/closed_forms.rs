//! The closed forms of the reference file, and a reader of its parameters as decimal literals.

use detente::Rational;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The instances of `closed_forms.json`.
pub struct ClosedForms {
    instances: Vec<Value>,
}

impl ClosedForms {
    pub fn load() -> Self {
        let file: Value = serde_json::from_str(include_str!("../data/closed_forms.json")).unwrap();
        ClosedForms { instances: file["instances"].as_array().unwrap().clone() }
    }
    pub fn instance(&self, id: &str) -> &Value {
        self.instances.iter().find(|instance| instance["id"] == id).unwrap()
    }
    /// A parameter of any shape.
    pub fn read<T: DeserializeOwned>(&self, id: &str, name: &str) -> T {
        serde_json::from_value(self.instance(id)["params"][name].clone()).unwrap()
    }
    pub fn parameter(&self, id: &str, name: &str) -> Rational {
        self.read(id, name)
    }
    pub fn parameters(&self, id: &str, name: &str) -> Vec<Rational> {
        self.read(id, name)
    }
    /// The closed form's value; infinite where the file says so.
    pub fn closed(&self, id: &str) -> f64 {
        match &self.instance(id)["closed"] {
            Value::String(text) if text == "inf" => f64::INFINITY,
            number => number.as_f64().unwrap(),
        }
    }
    pub fn expect(&self, id: &str, found: f64) {
        let wanted = self.closed(id);
        assert!(found == wanted || (found - wanted).abs() <= 1e-9, "{id}: {found} instead of {wanted}");
    }
}

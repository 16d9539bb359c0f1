//! What is printed as JSON keeps to the schema that is written down: a small checker of the part of JSON Schema that the
//! schema uses.

use serde_json::Value;

/// What does not fit the definition of that name; empty if all does.
pub(crate) fn faults(definition: &str, value: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(onrecord::render::JSON_SCHEMA).unwrap();
    let mut faults = Vec::new();
    check(&schema["$defs"][definition], value, definition, &schema, &mut faults);
    faults
}

fn check(rule: &Value, value: &Value, at: &str, schema: &Value, faults: &mut Vec<String>) {
    assert!(rule.is_object(), "{at}: no rule");
    if let Some(reference) = rule["$ref"].as_str() {
        check(&schema["$defs"][reference.trim_start_matches("#/$defs/")], value, at, schema, faults);
    }
    if let Some(expected) = rule.get("const").filter(|expected| *expected != value) {
        faults.push(format!("{at}: {value} is not {expected}"));
    }
    if rule["enum"].as_array().is_some_and(|choices| !choices.contains(value)) {
        faults.push(format!("{at}: {value} is none of {}", rule["enum"]));
    }
    if !rule["type"].is_null() && !types(&rule["type"]).iter().any(|name| is(name, value)) {
        faults.push(format!("{at}: {value} is no {}", rule["type"]));
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        if !rule["items"].is_null() {
            check(&rule["items"], item, &format!("{at}[{index}]"), schema, faults);
        }
    }
    let Some(object) = value.as_object().filter(|_| rule["properties"].is_object()) else { return };
    for name in rule["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(name) {
            faults.push(format!("{at}: `{name}` is missing"));
        }
    }
    for (name, member) in object {
        match rule["properties"].get(name) {
            Some(rule) => check(rule, member, &format!("{at}.{name}"), schema, faults),
            None if rule["additionalProperties"] == false => {
                faults.push(format!("{at}: `{name}` is not in the schema"))
            }
            None => {}
        }
    }
}

fn types(rule: &Value) -> Vec<&str> {
    match rule {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    }
}

fn is(name: &str, value: &Value) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => panic!("the checker does not know the type {name}"),
    }
}

#[test]
fn the_checker_finds_what_is_missing_unknown_or_of_another_type() {
    let stats = serde_json::json!({"schema": 2, "articles": "many", "surprise": 1});
    let faults = faults("stats", &stats);
    for part in ["is not 1", "no \"integer\"", "`dated` is missing", "`surprise` is not in the schema"] {
        assert!(faults.iter().any(|fault| fault.contains(part)), "{part}: {faults:?}");
    }
}

//! With any names and values in third parties' events, spans and fields, a record is one line, and
//! as JSON an object that `serde_json` parses, with every field in it.

use proptest::prelude::*;
use tracing::callsite::{Callsite, Identifier};
use tracing::field::{Field, FieldSet, Value, ValueSet, debug, display};
use tracing::metadata::Kind;
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Span};

use super::hear;

/// A call site made at run time, which is never registered.
struct Site;

impl Callsite for Site {
    fn set_interest(&self, _: Interest) {}

    fn metadata(&self) -> &Metadata<'_> {
        unreachable!("it is not registered")
    }
}

fn leaked(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

fn metadata(name: &str, fields: &[(String, String)], kind: Kind) -> &'static Metadata<'static> {
    let names: Vec<&'static str> = fields.iter().map(|(name, _)| leaked(name)).collect();
    let site: &'static Site = Box::leak(Box::new(Site));
    let fields = FieldSet::new(names.leak(), Identifier(site));
    let (name, level) = (leaked(name), tracing::Level::WARN);
    Box::leak(Box::new(Metadata::new(name, name, level, None, None, None, fields, kind)))
}

/// Calls `give` with the fields' values: text, displayed and debugged in turn.
fn with_values(
    metadata: &'static Metadata<'static>,
    fields: &[(String, String)],
    give: impl FnOnce(&ValueSet<'_>),
) {
    let names: Vec<Field> = metadata.fields().iter().collect();
    let displayed: Vec<_> = fields.iter().map(|(_, text)| display(text)).collect();
    let debugged: Vec<_> = fields.iter().map(|(_, text)| debug(text)).collect();
    let pairs: [(&Field, Option<&dyn Value>); MOST] = std::array::from_fn(|index| {
        let Some((_, text)) = fields.get(index) else { return (&names[0], None) };
        let value: &dyn Value = match index % 3 {
            0 => text,
            1 => &displayed[index],
            _ => &debugged[index],
        };
        (&names[index], Some(value))
    });
    give(&metadata.fields().value_set(&pairs));
}

/// The largest number of fields that is tried.
const MOST: usize = 4;

fn any_fields() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![
        any::<String>(),
        "[ -~\t\r\n]{0,8}",
        "(id|id#2|id#3|message|span|error|password)",
    ];
    let text = prop_oneof![any::<String>(), "[ -~\t\r\n]{0,20}", "[a:{}=\" \n]{0,8}"];
    prop::collection::vec((name, text), 1..=MOST)
}

proptest! {
    #[test]
    fn a_record_is_one_line_and_one_object(
        event in any_fields(),
        span in any_fields(),
        name in any::<String>(),
    ) {
        let heard = hear(|| {
            let metadata_of_span = metadata(&name, &span, Kind::SPAN);
            let mut made = Span::none();
            with_values(metadata_of_span, &span, |values| made = Span::new(metadata_of_span, values));
            let _entered = made.enter();
            let metadata = metadata(&name, &event, Kind::EVENT);
            with_values(metadata, &event, |values| Event::dispatch(metadata, values));
        });
        let line = heard.line();
        prop_assert!(!line.contains(|c: char| c.is_control()), "{line:?}");
        let json = &heard.json[0];
        prop_assert_eq!(&json["logger"], &name);
        let is_field = |(name, _): &&(String, String)| name != "message";
        let fields = json["fields"].as_object().map_or(0, serde_json::Map::len);
        prop_assert_eq!(fields, event.iter().filter(is_field).count());
        prop_assert_eq!(&json["span"][0]["name"], &name);
    }
}

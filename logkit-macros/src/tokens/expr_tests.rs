//! The kinds of expressions: what hands a secret on, what measures it, and what does neither.

use super::ExprKind;
use crate::secret_names::secret;

fn of(expression: &str) -> ExprKind {
    let tokens: crate::tokens::api::TokenStream = expression.parse().unwrap();
    ExprKind::of(&tokens.into_iter().collect::<Vec<_>>())
}

fn path(expression: &str) -> String {
    match of(expression) {
        ExprKind::Path(path) => path,
        other => panic!("{expression}: {other:?}"),
    }
}

#[test]
fn a_path_is_found_through_its_adapters() {
    for expression in [
        "a.token",
        "tracing::field::display(&a.token)",
        "field::debug(a.token.as_str())",
        "::tracing::field::display(a.token)",
        "ToString::to_string(&a.token)",
        "Clone::clone(&a.token)",
        "Arc::clone(&a.token)",
        "std::sync::Arc::clone(&a.token)",
        "ToOwned::to_owned(a.token)",
        "Cow::Borrowed(&a.token)",
        "std::borrow::Cow::Owned(a.token.clone())",
        "&a.token",
        "&&mut *a.token",
        "(a.token)",
        "a.token.as_str()",
        "a.token.clone().unwrap()",
        "&a.token[..4]",
        "a.token[0]",
        "a.token?.as_ref()?",
        "a.token.lock().await",
        "a.token as u64",
        "(&(*a.token)).to_string()",
        "c::a.token",
        "c::d::<E<F>, G>::a.token",
        "::c::a.token",
        "a.token.into::<Vec<u8>>()",
        "-a.token",
        "a.token.as_deref().unwrap_or(\"-\")",
        "Some(&a.token)",
        "a.token.expect(\"set\").as_str()",
    ] {
        assert_eq!(path(expression), "a.token", "{expression}");
    }
    for (expression, expected) in [
        ("r#type", "type"),
        ("self.0.1", "self.0.1"),
        ("user.token()", "token"),
        ("of(a).token", "of.token"),
        ("settings[\"token\"]", "token"),
        ("headers.get(\"token\").unwrap()", "token"),
        ("headers.get(header::COOKIE)?.to_str()", "COOKIE"),
        ("headers[AUTHORIZATION]", "AUTHORIZATION"),
        ("tokens[MAX]", "tokens"),
        ("vars::var(\"API_KEY\").unwrap_or_default()", "API_KEY"),
        ("Box::new(&a.token)", "a.token"),
        ("String::from(token)", "token"),
        ("std::str::from_utf8(&token).unwrap()", "token"),
        ("crate::TOKEN", "TOKEN"),
    ] {
        assert_eq!(path(expression), expected, "{expression}");
    }
}

#[test]
fn masks_and_literals_are_recognized() {
    for expression in [
        "masked(&a)",
        "logkit::masked(&a)",
        "&::logkit::keep_last(4, a)",
        "unmasked(&a)",
        "(crate::hashed(&a)).to_string()",
        "keep_first(4, a.as_str())",
        "Some(masked(&a))",
    ] {
        assert!(matches!(of(expression), ExprKind::Masked), "{expression}");
    }
    for expression in ["format!(\"{token}\")", "&std::format!(\"{}\", token).as_str()"] {
        assert!(matches!(of(expression), ExprKind::Formatted(_)), "{expression}");
    }
    for expression in ["(a, token)", "[token]", "vec![token]", "(a, b)[..]", "&(token,)"] {
        assert!(matches!(of(expression), ExprKind::Several(_)), "{expression}");
    }
    for expression in ["\"a\"", "1", "-1.5", "true", "&b\"a\"", "\"a\".to_owned()", "'a'"] {
        assert!(matches!(of(expression), ExprKind::Literal), "{expression}");
    }
    for expression in [
        "f(token)",
        "!",
        "",
        "A { token }",
        "|| token",
        "Token(token)",
        "store_token(token)",
        "users.find(token)",
    ] {
        assert!(!leaks(expression), "{expression}: {:?}", of(expression));
    }
}

/// Returns true if the lint refuses the expression as a positional argument.
fn leaks(expression: &str) -> bool {
    leaks_in(of(expression))
}

fn leaks_in(kind: ExprKind) -> bool {
    match kind {
        ExprKind::Path(path) => secret(&path).is_some(),
        ExprKind::Several(items) | ExprKind::Either(items) => {
            items.iter().any(|item| leaks_in(ExprKind::of(item)))
        }
        ExprKind::Formatted(items) => items.iter().skip(1).any(|item| leaks_in(ExprKind::of(item))),
        _ => false,
    }
}

#[test]
fn a_secret_is_found_through_what_hands_it_on() {
    let mut wrong = Vec::new();
    for expression in [
        // blocks and branches
        "{ token }",
        "{ &token }",
        "{ let t = &token; t }",
        "{ prepare(); if a { log() } token.as_str() }",
        "unsafe { token.get_unchecked() }",
        "'a: { token }",
        "if c { &token } else { \"\" }",
        "if c { \"\" } else if d { &token } else { \"\" }",
        "if let Some(t) = token { t } else { \"\" }",
        "if let Some(t) = &token && let Ok(u) = v { t.trim() } else { \"\" }",
        "match token { Some(t) => t, None => \"\" }",
        "match c { true => { &token } false => \"\" }",
        "match c { A => f(1, 2), _ => token.clone() }.trim()",
        "(|| token.clone())()",
        "(move || -> String { token })()",
        "loop { break token; }",
        "async move { token.clone() }.await",
        "{ let t = token.clone(); format!(\"{}\", t) }",
        // operators
        "token.clone() + \"\"",
        "\"a\".to_owned() + &token",
        "pin + 0",
        "pin as u64 * 2",
        "!pin",
        "-pin",
        "pin ^ 1 << 3",
        "0..=pin",
        // functions and methods by path
        "u64::from(pin)",
        "<u64 as From<u32>>::from(pin)",
        "str::trim(&token)",
        "<str>::to_uppercase(&token)",
        "Option::unwrap_or(token, \"\")",
        "std::mem::take(&mut token)",
        "std::cmp::max(pin, 0)",
        "hex::encode(&token)",
        "base64::engine::STANDARD.encode(&token)",
        "std::iter::once(&token).collect::<String>()",
        "NonZeroU32::new(pin)",
        "Vec::from(token)",
        "std::convert::identity(token)",
        "std::hint::black_box(&token)",
        "i32::from_str(&pin)",
        "AsRef::<str>::as_ref(&token)",
        "Wrapping(pin)",
        "serde_json::to_value(&token)",
        // methods
        "session.id()",
        "token.split_at(4).0",
        "(token, 1).0",
        "pin.checked_add(0)",
        "map.remove(\"password\")",
        "token.replace(\"a\", \"b\")",
        "token.get(..4)",
        "token.split('.').next()",
        "token.reveal()",
        "token.repeat(2)",
        "tokens.get(0)",
        "tokens.iter().max()",
        "token.chars().rev().collect::<String>()",
        "name.unwrap_or(&token)",
        "\"a\".replace('a', &token)",
        "[a, &token].concat()",
        "[\"a\", token.as_str()].join(\":\")",
        "vec![token.clone()].join(\"\")",
        "[token; 2]",
        "token.as_ref().map(|t| t.as_str())",
        "token.as_ref().map(|t| &t[..4])",
        "token.as_ref().map(|t| t.reveal())",
        "token.as_ref().map(String::as_str)",
        "token_response.refresh_token().map(RefreshToken::secret)",
        "user.map(|user| user.token)",
        "user.map_or(\"\", |user| &user.token)",
        "is_set.then(|| token.clone())",
        "is_set.then_some(token)",
        "client.access_token(scope).await?",
        "generate_password()",
        // macros
        "dbg!(&token)",
        "std::dbg!(token.clone()).trim()",
        "json!({ \"user\": user, \"x\": token })",
        "anyhow!(\"{} \", token)",
        "todo!(token)",
        "concat_string!(a, token)",
    ] {
        if !leaks(expression) {
            wrong.push(format!("{expression}: {:?}", of(expression)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_variable_that_a_literal_captures_is_replaced_too() {
    for expression in [
        "{ let t = token.clone(); format!(\"{t}\") }",
        "token.as_ref().map(|t| format!(\"Bearer {t:?}\"))",
    ] {
        let ExprKind::Formatted(items) = of(expression) else { panic!("{expression}") };
        let last =
            items.last().map(|item| item.iter().map(ToString::to_string).collect::<String>());
        assert!(last.is_some_and(|last| last.starts_with("t=(token")), "{expression}");
    }
}

#[test]
fn measures_are_no_secrets() {
    let mut wrong = Vec::new();
    for expression in [
        "token.is_some()",
        "token.as_deref().is_none_or(str::is_empty)",
        "tokens.len()",
        "tokens.iter().count()",
        "tokens.len() + 1",
        "tokens.len() as f64 / 2.0",
        "token.len().min(8)",
        "token == other",
        "a.token != b.token",
        "pin > 0 && pin < 9",
        "token.is_some() || c",
        "!token.is_empty()",
        "!missing",
        "!has_token",
        "matches!(token, Some(_))",
        "token.contains('.')",
        "token.starts_with(\"ey\")",
        "Option::is_some(&token)",
        "str::len(&token)",
        "token.as_ref().map(|t| t.len())",
        "token.as_ref().map(String::len)",
        "token.as_ref().map_or(0, |t| t.len())",
        "if token.is_some() { \"yes\" } else { \"no\" }",
        "match token { Some(_) => \"set\", None => \"missing\" }",
        "verify_password(&password, hash)",
        "user.has_password",
        "token_count",
        "masked(&token)",
        "if c { masked(&token) } else { masked(\"\") }",
        "token.as_ref().map(masked)",
        "token.as_ref().map(|t| logkit::masked(t))",
        "(masked(&token), 1)",
        "cfg!(token)",
        "token.as_ref().map(|_| \"set\").unwrap_or(\"none\")",
        "password.is_empty().then_some(\"empty\")",
        "format!(\"{} of {}\", tokens.len(), 3)",
        "usize::from(token.is_some())",
        "password.eq_ignore_ascii_case(other)",
        "std::mem::size_of_val(&token)",
    ] {
        let kind = of(expression);
        if !kind.is_harmless() || leaks_in(kind) {
            wrong.push(format!("{expression}: {:?}", of(expression)));
        }
    }
    // Neither a measure nor a secret.
    for expression in [
        "token.user_id()",
        "cookie.path()",
        "token.expires_at()",
        "token.kind()",
        "token.as_ref().map(|t| t.expires_at())",
        "match token { Some(t) => t.subject(), None => \"\" }",
        "masked(&token).to_string() + user",
    ] {
        if leaks(expression) {
            wrong.push(format!("{expression}: {:?}", of(expression)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

//! Secrets are masked, and the text around them stays.

use logkit::scrub::Scrubber;

use crate::fakes::{CARDS, LABELS, MASK, jwts, private_key, vendor_keys};

/// Lines in which every `hunter2` is a secret, with the expected extent between stars.
#[rustfmt::skip]
pub(crate) const TEXTS: &[(&str, &str)] = &[
    // Assignments, by the names of secrets.
    ("password=hunter2", "password=[redacted]"),
    ("password = hunter2", "password = [redacted]"),
    ("password: hunter2", "password: [redacted]"),
    ("pwd: hunter2", "pwd: [redacted]"),
    ("PASSWORD=hunter2", "PASSWORD=[redacted]"),
    ("PGPASSWORD=hunter2 psql -h db", "PGPASSWORD=[redacted] psql -h db"),
    ("userPassword=hunter2", "userPassword=[redacted]"),
    ("--password=hunter2 --verbose", "--password=[redacted] --verbose"),
    ("x-auth-token: hunter2", "x-auth-token: [redacted]"),
    ("password='hunter2 two' user=ada", "password='[redacted]' user=ada"),
    (r#"password="hunter2 two" user=ada"#, r#"password="[redacted]" user=ada"#),
    (r#"password="hun\"ter2" user=ada"#, r#"password="[redacted]" user=ada"#),
    (r#"password="hunter2\\" user=ada"#, r#"password="[redacted]" user=ada"#),
    (r#"{"api_key": "hunter2", "user": "ada"}"#, r#"{"api_key": "[redacted]", "user": "ada"}"#),
    (r#"{"api_key":"hunter2","n":1}"#, r#"{"api_key":"[redacted]","n":1}"#),
    (r#"{\"api_key\":\"hun\\\"ter2\",\"n\":1}"#, r#"{\"api_key\":\"[redacted]\",\"n\":1}"#),
    (r#"{"body": "{\"pin\": \"hunter2\"}"}"#, r#"{"body": "{\"pin\": \"[redacted]\"}"}"#),
    ("{'secret': 'hunter2', 'n': 1}", "{'secret': '[redacted]', 'n': 1}"),
    ("{password: hunter2, n: 1}", "{password: [redacted], n: 1}"),
    ("Login { user: \"ada\", password: \"hunter2\" }", "Login { user: \"ada\", password: \"[redacted]\" }"),
    ("password: Some(\"hunter2 two\"), n: 1", "password: [redacted], n: 1"),
    ("token: Token { value: \"hunter2 two\" }, n: 1", "token: [redacted], n: 1"),
    ("(password=hunter2)", "(password=[redacted])"),
    ("password=hun,ter2", "password=[redacted]"),
    ("password=hun&ter2 x", "password=[redacted] x"),
    ("password=hun\"ter2 x", "password=[redacted] x"),
    ("\"password=hunter2\" x", "\"password=[redacted]\" x"),
    ("password=hunter2&user[name]=ada", "password=[redacted]&user[name]=ada"),
    ("password=hunter2,user=ada", "password=[redacted],user=ada"),
    ("password=hunter2;user=ada", "password=[redacted];user=ada"),
    ("password=hunter2, then", "password=[redacted], then"),
    (r#"("password", "hunter2")"#, r#"("password", "[redacted]")"#),
    (r#""password" => "hunter2""#, r#""password" => "[redacted]""#),
    ("api key: hunter2", "api key: [redacted]"),
    ("the session id is set, session id: hunter2", "the session id is set, session id: [redacted]"),
    ("card number: hunter2", "card number: [redacted]"),
    ("pin=4711", "pin=[redacted]"),
    ("cvv: 737 amount: 5", "cvv: [redacted] amount: 5"),
    ("user[password]=hunter2&n=1", "user[password]=[redacted]&n=1"),
    ("user%5Bpassword%5D=hunter2&n=1", "user%5Bpassword%5D=[redacted]&n=1"),
    ("aws_secret_access_key = hunter2/hunter2+hunter2", "aws_secret_access_key = [redacted]"),
    ("password='it's hunter2' user=ada", "password='[redacted]' user=ada"),
    ("password=\"say \"hunter2\" twice\", n=1", "password=\"[redacted]\" twice\", n=1"),
    // In groups, or of several words.
    ("iban: DE02 1203 0000 0000 2020 51 ok", "iban: [redacted] ok"),
    ("IBAN=GB82 WEST 1234 5698 7654 32, n=1", "IBAN=[redacted], n=1"),
    ("iban: DE02120300000000202051 ABCD", "iban: [redacted] ABCD"),
    ("seed phrase: abandon ability able about n=1", "seed phrase: [redacted] n=1"),
    ("recovery_phrase=abandon ability able, 12 words", "recovery_phrase=[redacted], 12 words"),
    // Command-line arguments in a `Debug`.
    (r#"["psql", "--password", "hunter2", "-v"]"#, r#"["psql", "--password", "[redacted]", "-v"]"#),
    (r#""[\"--api-token\", \"hunter2\"]""#, r#""[\"--api-token\", \"[redacted]\"]""#),
    // Status words, but not in a status message.
    ("?password=changed&a=1", "?password=[redacted]&a=1"),
    ("password: 'expired'", "password: '[redacted]'"),
    ("Cookie: empty; sid=hunter2", "Cookie: [redacted]"),
    ("password=$1hunter2", "password=[redacted]"),
    ("password: expiredhunter2", "password: [redacted]"),
    ("Authorization: Bearer expired-hunter2", "Authorization: Bearer [redacted]"),
    // Values that contain a mask and more.
    ("password=hunter2(****", "password=[redacted]"),
    ("token=Login(hunter2, \"ada****\")", "token=[redacted]"),
    // A name that the value before it overlaps.
    (r#"error="token=hunter2\n\"pin\": \"hunter2\"""#, r#"error="token=[redacted]\n\"pin\": \"[redacted]\"""#),
    ("password=\"hunter2 never closed", "password=\"[redacted]"),
    ("DefaultEndpointsProtocol=https;AccountName=a;AccountKey=hunter2==;EndpointSuffix=x", "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=[redacted];EndpointSuffix=x"),
    ("SharedAccessSignature=sv=1&sig=hunter2&se=2 ok", "SharedAccessSignature=[redacted] ok"),
    // Headers.
    ("Authorization: Bearer hunter2", "Authorization: Bearer [redacted]"),
    ("authorization: bearer hunter2", "authorization: bearer [redacted]"),
    ("Authorization: Basic aHVudGVyMg==", "Authorization: Basic [redacted]"),
    ("Proxy-Authorization: Basic aHVudGVyMg==", "Proxy-Authorization: Basic [redacted]"),
    ("Authorization: token hunter2", "Authorization: token [redacted]"),
    ("Authorization: hunter2", "Authorization: [redacted]"),
    ("Authorization: Custom hunter2", "Authorization: [redacted]"),
    ("Authorization: Digest username=\"ada\", response=\"hunter2\"", "Authorization: Digest [redacted]"),
    ("Authorization: AWS4-HMAC-SHA256 Credential=hunter2/x, SignedHeaders=host, Signature=hunter2", "Authorization: AWS4-HMAC-SHA256 [redacted]"),
    ("Authorization: Bearer hunter2, Accept: */*, Host: x", "Authorization: Bearer [redacted], Accept: */*, Host: x"),
    ("Cookie: sid=hunter2; Host: x", "Cookie: [redacted]; Host: x"),
    (r#"{"authorization": "Bearer hunter2", "host": "x"}"#, r#"{"authorization": "Bearer [redacted]", "host": "x"}"#),
    (r#"curl -H "Authorization: Bearer hunter2" https://x"#, r#"curl -H "Authorization: Bearer [redacted]" https://x"#),
    ("Cookie: sid=hunter2; theme=dark\nHost: x", "Cookie: [redacted]\nHost: x"),
    ("Set-Cookie: sid=hunter2; Path=/; HttpOnly", "Set-Cookie: [redacted]"),
    (r#""cookie": "sid=hunter2; a=b""#, r#""cookie": "[redacted]""#),
    ("sent Bearer hunter2, got 401", "sent Bearer [redacted], got 401"),
    ("with Basic YWRhOmh1bnRlcjI= in it", "with Basic [redacted] in it"),
    // URLs.
    ("postgres://app:hunter2@db:5432/shop", "postgres://app:[redacted]@db:5432/shop"),
    ("postgres://app:hun/ter2@db/shop", "postgres://app:[redacted]@db/shop"),
    ("postgres://app:hun@ter2@db/shop", "postgres://app:[redacted]@db/shop"),
    ("/login?next=https://x.example/?db=amqp://app:hunter2@mq/", "/login?next=https://x.example/?db=amqp://app:[redacted]@mq/"),
    ("redis://app:{hun}|ter2^@cache/0", "redis://app:[redacted]@cache/0"),
    ("redis://:hunter2@cache/0", "redis://:[redacted]@cache/0"),
    ("https://hunter2@git.example/repo", "https://[redacted]@git.example/repo"),
    ("url=\"https://ada:hunter2@x.example/?q=1\"", "url=\"https://ada:[redacted]@x.example/?q=1\""),
    ("GET /cb?token=hunter2&page=2", "GET /cb?token=[redacted]&page=2"),
    ("GET /cb?access_token=hunter2#top", "GET /cb?access_token=[redacted]"),
    ("/b?sv=1&sig=hunter2%3D&se=2", "/b?sv=1&sig=[redacted]&se=2"),
    ("/o?X-Amz-Signature=hunter2&X-Amz-Date=5", "/o?X-Amz-Signature=[redacted]&X-Amz-Date=5"),
    ("/o?X-Amz-Security-Token=hunter2&n=5", "/o?X-Amz-Security-Token=[redacted]&n=5"),
    ("GET /cb?token=hun%26ter2&page=2", "GET /cb?token=[redacted]&page=2"),
    ("token=[masked, but not", "token=[redacted]"),
    ("next=%2Fcb%3Ftoken%3Dhunter2%26page%3D2", "next=%2Fcb%3Ftoken%3D[redacted]%26page%3D2"),
];

#[test]
fn exactly_the_secret_part_is_masked() {
    let scrubber = Scrubber::new();
    for (text, expected) in TEXTS {
        assert_eq!(scrubber.scrub(text), *expected, "{text}");
        // Masks stay.
        assert_eq!(scrubber.scrub(expected), *expected, "again: {text}");
    }
}

#[test]
fn card_numbers_are_masked_however_they_are_printed() {
    let scrubber = Scrubber::new();
    for card in CARDS {
        let grouped = |separator: &str| match card.len() {
            14 | 15 => [&card[..4], &card[4..10], &card[10..]].join(separator),
            _ => {
                let fours: Vec<&str> = (0..card.len())
                    .step_by(4)
                    .map(|at| &card[at..card.len().min(at + 4)])
                    .collect();
                fours.join(separator)
            }
        };
        let separators = [
            "", " ", "-", "+", ".", "/", "_", "\t", "  ", "\\t", "%20", "\u{a0}", "\u{202f}",
            "\u{2009}", "\u{2013}", "\u{2011}",
        ];
        for number in separators.map(grouped) {
            for (before, after) in [
                ("", ""),
                ("card ", " declined"),
                ("n=", ",exp=12/27"),
                ("\"", "\""),
                ("{\"n\":", "}"),
                ("12 ", " 12/27"),
                ("card-", "."),
                ("a\\n", "\\nb"),
                ("%20", "%20"),
                ("卡号", "。"),
                ("", ".0 cents"),
                ("", ".0"),
                ("#", "\n"),
                ("q=paid+", "&n=1"),
            ] {
                let text = format!("{before}{number}{after}");
                assert_eq!(scrubber.scrub(&text), format!("{before}{MASK}{after}"), "{text}");
            }
        }
    }
}

#[test]
fn a_word_before_a_card_number_hides_it_only_in_identifiers() {
    let scrubber = Scrubber::new();
    let card = CARDS[0];
    for before in ["card_", "PAN", "cc", "visa_", "pm_card_", "number", "acct_"] {
        let text = format!("paid {before}{card} ok");
        assert_eq!(scrubber.scrub(&text), format!("paid {before}{MASK} ok"));
    }
    for before in ["trace_", "order", "x", "request_", "userId", "5_", "img_"] {
        let text = format!("paid {before}{card} ok");
        assert_eq!(scrubber.scrub(&text), text);
    }
}

#[test]
fn tracks_of_magnetic_stripes_are_masked_whole() {
    let scrubber = Scrubber::new();
    let card = CARDS[0];
    for track in [
        format!("%B{card}^DOE/JOHN^27121010000012300000?"),
        format!("B{card}^DOE/JOHN MIDDLE ^2712101123?"),
        format!(";{card}=27121010000012300000?"),
        format!("{card}=2712101123"),
        format!("{card}D27121010000012300000"),
    ] {
        let text = format!("read {track} ok");
        assert_eq!(scrubber.scrub(&text), "read [redacted] ok", "{text}");
    }
    assert_eq!(scrubber.scrub(&format!("{card}=5")), "[redacted]=5");
}

#[test]
fn a_private_key_in_a_form_is_masked_whole() {
    let scrubber = Scrubber::new();
    for (space, newline) in [("+", "%0A"), ("%20", "%0A"), ("+", "%0D%0A"), ("%20", "%5Cn")] {
        for label in LABELS {
            let key = private_key(label, newline).replace(' ', space);
            for key in [key.replace('-', "%2D"), key] {
                let text = format!("POST key={key}&n=1");
                assert_eq!(scrubber.scrub(&text), format!("POST key={MASK}&n=1"), "{text}");
            }
        }
    }
}

#[test]
fn keys_of_vendors_are_masked() {
    let scrubber = Scrubber::new();
    for key in vendor_keys().iter().chain(&jwts()) {
        for (before, after) in [
            ("", ""),
            ("with ", " in it"),
            ("k=", ", n=1"),
            ("\"", "\""),
            ("<", ">"),
            ("a\\n", "\\n"),
        ] {
            let text = format!("{before}{key}{after}");
            let shown = scrubber.scrub(&text);
            // A full stop may end an unsigned token or a sentence.
            let expected = format!("{before}{MASK}{after}");
            let with_stop = format!("{before}{MASK}.{after}");
            assert!(shown == expected || shown == with_stop, "{text}: {shown}");
        }
    }
    for host in ["discord.com", "discordapp.com"] {
        let path = [host, "/api/web", "hooks/"].concat();
        let id = ["123456789012345678/", &"x7Q2mB9kVt4_".repeat(6)].concat();
        let text = format!("posted to https://{path}{id}?wait=true");
        assert_eq!(scrubber.scrub(&text), format!("posted to https://{path}[redacted]?wait=true"));
    }
    let hook = ["https://hooks.sl", "ack.com/services/"].concat();
    let text = format!("posted to {hook}T0123/B0123/x7Q2mB9kVt4cx7Q2 ok");
    let expected = ["posted to https://hooks.sl", "ack.com/[redacted] ok"].concat();
    assert_eq!(scrubber.scrub(&text), expected);
}

#[test]
fn private_keys_are_masked_whole() {
    let scrubber = Scrubber::new();
    for label in LABELS {
        for newline in ["\n", "\r\n", "\\n", "\\r\\n", "\\\\n", " ", "\\u000a", "<br>", "&#10;"] {
            let key = private_key(label, newline);
            let text = format!("read {key} from disk");
            assert_eq!(scrubber.scrub(&text), format!("read {MASK} from disk"), "{text}");
            let text = format!("key \"{key}\", n=1");
            assert_eq!(scrubber.scrub(&text), format!("key \"{MASK}\", n=1"), "{text}");
        }
    }
}

#[test]
fn a_key_of_putty_is_masked_whole() {
    let scrubber = Scrubber::new();
    let head = ["PuTTY-User", "-Key-File-3: ssh-ed25519"].concat();
    let lines = "Encryption: none\nPrivate-Lines: 1\nx7Q2mB9kVt4c";
    let text = format!("read {head}\n{lines}\nPrivate-MAC: 0f1e2d3c done");
    assert_eq!(scrubber.scrub(&text), "read [redacted] done");
    assert_eq!(scrubber.scrub(&format!("read {head}\n{lines}")), "read [redacted]");
}

#[test]
fn a_private_key_without_its_end_is_masked_as_far_as_it_goes() {
    let scrubber = Scrubber::new();
    for newline in ["\n", "\\n"] {
        let key = private_key(LABELS[1], newline);
        for length in (35..key.len()).step_by(7) {
            let text = format!("read \"{}\" from disk", &key[..length]);
            let shown = scrubber.scrub(&text);
            assert!(shown.starts_with("read \"[redacted]"), "{text}: {shown}");
            assert!(shown.ends_with("\" from disk"), "{text}: {shown}");
            assert!(!shown.contains("mB9k"), "{text}: {shown}");
        }
    }
}

#[test]
fn mail_addresses_are_masked_on_request() {
    let text = "mail from Ada <ada.l+x@mail.example.org>, to=bob@example.com.";
    assert_eq!(Scrubber::new().scrub(text), text);
    let expected = "mail from Ada <[redacted]>, to=[redacted].";
    assert_eq!(Scrubber::new().with_emails().scrub(text), expected);
    for text in ["@ada", "ada@", "user@host", "a @ b.com", "v1@2.0", "git@1.2.3"] {
        assert_eq!(Scrubber::new().with_emails().scrub(text), text);
    }
}

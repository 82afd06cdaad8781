//! The table of needles: literals with which a secret begins or which occur beside one, each with the
//! rule that takes a closer look.

use crate::scrub::commands::{ArgumentForm, CommandLine};
use crate::scrub::protocol::ProtocolCommand;
use crate::scrub::token::TokenShape;
use crate::scrub::vendors::VENDORS;

/// A literal of at least three bytes.
#[derive(Clone, Copy)]
pub(super) struct Needle {
    pub(super) text: &'static str,
    /// Matches in this case only.
    pub(super) exact: bool,
    pub(super) rule: Rule,
}

/// The rule to apply where a needle is found.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    /// A value is assigned to a name that contains the needle.
    Name,
    /// The same, where the needle ends many other names, too: only after one of these words, which make
    /// it a secret's. Without words, the needle has the end of one.
    Head(&'static [&'static str]),
    /// A bearer token.
    Bearer,
    /// Basic credentials.
    Basic,
    /// A JSON Web Token.
    Jwt,
    /// A PEM private key.
    PrivateKey,
    /// A private key in `PuTTY`'s own format.
    Putty,
    /// A URL.
    Url,
    /// A URL with escapes, which is searched in its plain spelling.
    EscapedUrl,
    /// The address in a Go program's data source name.
    GoDsn,
    /// The URL of an Oracle database.
    OracleUrl,
    /// A login of Oracle's tools.
    OracleLogin,
    /// SQL's `INSERT`, which has its names apart from its values.
    Insert,
    /// A program whose options take secrets without a name.
    Command(CommandLine),
    /// SQL's `IDENTIFIED BY`.
    Identified,
    /// A command of a protocol whose arguments are a secret.
    Protocol(ProtocolCommand),
    /// The type of a JSON Web Key, which tells that other members are secrets.
    WebKey,
    /// A vendor's token.
    Token(TokenShape),
    /// A token of a Discord bot.
    DiscordBot,
    /// A color sequence, raw or escaped.
    Color,
    /// A token of a Vault before 1.10, whose `s.` follows one byte.
    Vault,
}

const fn name(text: &'static str) -> Needle {
    Needle { text, exact: false, rule: Rule::Name }
}

const fn head(text: &'static str, words: &'static [&'static str]) -> Needle {
    Needle { text, exact: false, rule: Rule::Head(words) }
}

/// The words of `url` and `uri`. Others end with one of them: `mongodb`, `webhook`.
const ADDRESSES: &[&str] = &[
    "amqp",
    "broker",
    "clickhouse",
    "cloudinary",
    "conn",
    "connection",
    "database",
    "db",
    "hook",
    "jdbc",
    "mongo",
    "pg",
    "postgres",
    "rabbitmq",
    "redis",
    "reset",
    "sas",
    "signed",
    "smtp",
    "sql",
];

const fn command(text: &'static str, line: CommandLine) -> Needle {
    Needle { text, exact: true, rule: Rule::Command(line) }
}

const fn protocol(text: &'static str, command: ProtocolCommand) -> Needle {
    Needle { text, exact: true, rule: Rule::Protocol(command) }
}

const fn color(text: &'static str) -> Needle {
    Needle { text, exact: true, rule: Rule::Color }
}

const fn vault(text: &'static str) -> Needle {
    Needle { text, exact: true, rule: Rule::Vault }
}

/// The needles that are not a vendor's.
const COUNT: usize = OWN.len() + HEADS.len() * JOINTS + BOTS.len() * THIRDS;

/// All needles: those of [`OWN`] and [`HEADS`], and the prefixes of [`VENDORS`].
pub(super) static NEEDLES: [Needle; COUNT + VENDORS.len()] = needles();

#[expect(clippy::large_stack_arrays, reason = "the compiler calls it, the program does not")]
const fn needles() -> [Needle; COUNT + VENDORS.len()] {
    let mut needles = [Needle { text: "", exact: true, rule: Rule::Vault }; COUNT + VENDORS.len()];
    let mut index = 0;
    while index < needles.len() {
        needles[index] = if index < OWN.len() {
            OWN[index]
        } else if index < OWN.len() + HEADS.len() * JOINTS {
            let index = index - OWN.len();
            head(HEADS[index / JOINTS][index % JOINTS], &[])
        } else if index < COUNT {
            let index = index - OWN.len() - HEADS.len() * JOINTS;
            let text = BOTS[index / THIRDS][index % THIRDS];
            Needle { text, exact: true, rule: Rule::DiscordBot }
        } else {
            let vendor = &VENDORS[index - COUNT];
            Needle { text: vendor.prefix, exact: true, rule: Rule::Token(vendor.shape) }
        };
        index += 1;
    }
    needles
}

/// The ways to join two words of a name.
const JOINTS: usize = 5;

/// Joins the end of a word and a head in each way.
macro_rules! joined {
    ($($before:literal $head:literal,)*) => {
        &[$([
            concat!($before, $head),
            concat!($before, "_", $head),
            concat!($before, "-", $head),
            concat!($before, " ", $head),
            concat!($before, ".", $head),
        ],)*]
    };
}

/// The third characters of a number's base64.
const THIRDS: usize = 10;

/// Adds each third character to the first two.
macro_rules! numbers {
    ($($two:literal)*) => {
        &[$([
            concat!($two, "A"), concat!($two, "E"), concat!($two, "I"), concat!($two, "M"),
            concat!($two, "Q"), concat!($two, "U"), concat!($two, "Y"), concat!($two, "c"),
            concat!($two, "g"), concat!($two, "k"),
        ],)*]
    };
}

/// The first characters of a Discord bot's token, the base64 of its number (discord.com/developers,
/// "Authentication").
const BOTS: &[[&str; THIRDS]] = numbers!["MT" "Mj" "Mz" "ND" "NT" "Nj" "Nz" "OD" "OT"];

/// The ends of phrases whose last words are in too many other names: `info` of `conn_info`. A word gives only
/// its end if its beginning is frequent: `ayer` of `taxpayer`, because `payer` begins as `payments` does.
#[rustfmt::skip]
const HEADS: &[[&str; JOINTS]] = joined![
    "account" "no", "backup" "word", "cc" "num", "national" "id", "nn" "info",
    "n" "str", "n" "string", "ayer" "id", "recovery" "word", "saml" "response", "tax" "id",
];

/// The needles that are not a vendor's.
#[rustfmt::skip]
const OWN: &[Needle] = &[
    // Every name of `secret_words` contains one of these or of `HEADS`, or starts a phrase whose next word does.
    name("auth"), name("bank"), name("bearer"), name("card"), name("code"), name("contrasen"), name("cookie"), name("cred"),
    name("csrf"), name("cvc"), name("cvn"), name("cvv"), name("dsn"), name("iban"), name("jwt"), name("kennwort"), name("key"),
    name("mnemonic"), name("otp"), name("pass"), name("pepper"), name("phrase"), name("pin"), name("psk"), name("psw"), name("puk"),
    name("pwd"), name("secret"), name("security"), name("seed"), name("senha"), name("sess"), name("ssn"), name("token"), name("wachtwoord"), name("xsrf"),
    // `pw`, and what may come after it.
    name("pw="), name("pw:"), name("pw "), name("pw\""), name("pw'"), name("pw]"), name("pw>"), name("pw\\"), name("pw%"), name("pw&"),
    name("pw_"), name("pw-"), name("pw."), name("pws"), name("pw,"), name("pw\t"), name("pw\u{1b}"), name("pw`"), name("pw)"), name("pwv"),
    // `pat`, and what may come after it: `path` is in most programs' lines.
    name("pat="), name("pat:"), name("pat "), name("pat\""), name("pat'"), name("pat\\"),
    name("pat%"), name("pat&"), name("pat]"), name("pat>"), name("pat,"), name("pat\t"),
    name("pat_"), name("pat-"), name("pats"), name("patv"),
    name("pat\u{1b}"), name("pat`"), name("pat)"),
    // The last words of phrases.
    head("assertion", &["client", "saml"]), head("link", &["login", "magic", "recovery", "reset"]), head("num", &["account"]),
    head("number", &["account", "cc", "insurance", "tax"]), head("sid", &["connect"]), head("ticket", &["kerberos", "krb"]),
    head("uri", ADDRESSES), head("url", ADDRESSES), head("webhook", &["discord", "slack", "teams"]),
    // Query parameters `sig`, `signature`, `X-Amz-Signature`; Azure's `SharedAccessSignature`.
    name("sig=" ), name("signature"), name("sig%3d"),
    // RFC 6750 and RFC 7617.
    Needle { text: "bearer", exact: false, rule: Rule::Bearer },
    Needle { text: "basic ", exact: false, rule: Rule::Basic },
    // RFC 7519: the base64 of `{"`, and with white space between.
    Needle { text: "eyJ", exact: true, rule: Rule::Jwt }, Needle { text: "eyAi", exact: true, rule: Rule::Jwt },
    Needle { text: "ewog", exact: true, rule: Rule::Jwt }, Needle { text: "ewoJ", exact: true, rule: Rule::Jwt },
    Needle { text: "ew0K", exact: true, rule: Rule::Jwt },
    // RFC 7468, and the older forms of OpenSSL, OpenSSH and PGP.
    Needle { text: "PRIVATE KEY", exact: true, rule: Rule::PrivateKey },
    Needle { text: "PRIVATE+KEY", exact: true, rule: Rule::PrivateKey }, Needle { text: "PRIVATE%20KEY", exact: true, rule: Rule::PrivateKey },
    Needle { text: "PRIVATE\\u0020KEY", exact: true, rule: Rule::PrivateKey },
    Needle { text: "PuTTY-User-Key-File-", exact: true, rule: Rule::Putty },
    // RFC 7517.
    Needle { text: "kty", exact: true, rule: Rule::WebKey },
    // The protocols of `protocol.rs`.
    protocol("PASS", ProtocolCommand::Password), protocol("AUTH", ProtocolCommand::Mechanism), protocol("LOGIN", ProtocolCommand::Login),
    protocol("IDENTIFY", ProtocolCommand::Last), protocol("OPER", ProtocolCommand::Last),
    // RFC 3986.
    Needle { text: "://", exact: true, rule: Rule::Url },
    // The same with the escapes of JSON: `https:\/\/`.
    Needle { text: ":\\/", exact: true, rule: Rule::EscapedUrl }, Needle { text: ":\\\\", exact: true, rule: Rule::EscapedUrl },
    // And of URLs.
    Needle { text: "%3a%2f", exact: false, rule: Rule::EscapedUrl }, Needle { text: "%3a//", exact: false, rule: Rule::EscapedUrl },
    // go-sql-driver/mysql, README, "DSN"; Oracle's JDBC Developer's Guide, "Database URLs".
    Needle { text: "@tcp", exact: true, rule: Rule::GoDsn }, Needle { text: "@unix(", exact: true, rule: Rule::GoDsn },
    Needle { text: "@cloudsql(", exact: true, rule: Rule::GoDsn },
    Needle { text: "jdbc:oracle:", exact: false, rule: Rule::OracleUrl }, Needle { text: "@//", exact: true, rule: Rule::OracleLogin },
    // ECMA-48's sequences for colors, raw and in the escapes of programs.
    color("\u{1b}[0"), color("\u{1b}[1"), color("\u{1b}[2"), color("\u{1b}[3"), color("\u{1b}[4"), color("\u{1b}[5"), color("\u{1b}[6"),
    color("\u{1b}[7"), color("\u{1b}[8"), color("\u{1b}[9"), color("\u{1b}[m"), color("1b}["), color("1B}["), color("1b["), color("1B["), color("033["),
    color("\\e["), color("^[["),
    // Vault before 1.10, after a blank, a quote or an operator (developer.hashicorp.com, "Tokens").
    vault(" s."), vault("\ts."), vault("\ns."), vault("\"s."), vault("'s."), vault("`s."), vault("=s."), vault(":s."), vault("(s."),
    vault("[s."), vault(",s."), vault(">s."), vault("|s."), vault("/s."),
    // MySQL's and Oracle's `CREATE USER`.
    Needle { text: "identified ", exact: false, rule: Rule::Identified },
    Needle { text: "insert into ", exact: false, rule: Rule::Insert }, Needle { text: "replace into ", exact: false, rule: Rule::Insert },
    // The manuals of these programs.
    command("SETUSER", CommandLine::new(&[">"], ArgumentForm::Attached)),
    command("signtool", CommandLine::new(&["/p"], ArgumentForm::Whole)), command("gh secret set", CommandLine::new(&["--body", "-b"], ArgumentForm::Whole)),
    command("curl", CommandLine::new(&["-u", "--user", "-U", "--proxy-user"], ArgumentForm::AfterColon)),
    command("curl", CommandLine::new(&["-b", "--cookie"], ArgumentForm::Cookies)),
    command("sshpass", CommandLine::new(&["-p"], ArgumentForm::Whole)),
    command("mysql", CommandLine::new(&["-p"], ArgumentForm::Attached)), command("mariadb", CommandLine::new(&["-p"], ArgumentForm::Attached)),
    command("docker login", CommandLine::new(&["-p"], ArgumentForm::Whole)), command("podman login", CommandLine::new(&["-p"], ArgumentForm::Whole)),
    command("redis-cli", CommandLine::new(&["-a"], ArgumentForm::Whole)), command("sqlcmd", CommandLine::new(&["-P"], ArgumentForm::Whole)),
    command("ldapsearch", CommandLine::new(&["-w"], ArgumentForm::Whole)), command("ldapmodify", CommandLine::new(&["-w"], ArgumentForm::Whole)),
    command("smbclient", CommandLine::new(&["-U"], ArgumentForm::AfterPercent)), command("openssl", CommandLine::new(&["pass:"], ArgumentForm::Attached)),
    command("sshpass", CommandLine::new(&["-p"], ArgumentForm::Attached)), command("redis-cli", CommandLine::new(&["AUTH", "auth"], ArgumentForm::Whole)),
    command("zip", CommandLine::new(&["-P"], ArgumentForm::Whole)), command("unzip", CommandLine::new(&["-P"], ArgumentForm::Whole)),
    command("7z ", CommandLine::new(&["-p"], ArgumentForm::Attached)), command("xfreerdp", CommandLine::new(&["/p:"], ArgumentForm::Attached)),
    command("bcp ", CommandLine::new(&["-P"], ArgumentForm::Whole)), command("ipmitool", CommandLine::new(&["-P"], ArgumentForm::Whole)),
    command("twine upload", CommandLine::new(&["-p"], ArgumentForm::Whole)), command("az login", CommandLine::new(&["-p"], ArgumentForm::Whole)),
    command("ldappasswd", CommandLine::new(&["-w", "-s", "-a"], ArgumentForm::Whole)), command("lftp", CommandLine::new(&["-u"], ArgumentForm::AfterComma)),
    command("snmpwalk", CommandLine::new(&["-A", "-X"], ArgumentForm::Whole)), command("snmpget", CommandLine::new(&["-A", "-X"], ArgumentForm::Whole)),
    command("mysqladmin", CommandLine::new(&["password"], ArgumentForm::Whole)),
    command("rabbitmqctl", CommandLine::new(&["add_user", "change_password", "authenticate_user"], ArgumentForm::Second)),
    command("sqlplus", CommandLine::new(&[], ArgumentForm::Login)), command("sqlldr", CommandLine::new(&[], ArgumentForm::Login)),
    command("mongosh", CommandLine::new(&["-p"], ArgumentForm::Whole)), command("mongodump", CommandLine::new(&["-p"], ArgumentForm::Whole)),
];

#[cfg(test)]
mod tests;

//! Fake secrets, assembled at run time so that scanners of this repository do not report them.

/// The replacement of a secret.
pub(crate) const MASK: &str = "[redacted]";

/// The published test numbers of the payment schemes and their processors.
#[rustfmt::skip]
pub(crate) const CARDS: &[&str] = &[
    // Visa: 16, 13 and 19 digits
    "4111111111111111", "4242424242424242", "4012888888881881", "4222222222222", "4000000000000000006",
    // Mastercard, both ranges
    "5555555555554444", "5105105105105100", "2223003122003222", "2223000048400011",
    // American Express
    "378282246310005", "371449635398431",
    // Diners Club
    "30569309025904", "38520000023237", "36227206271667",
    // Discover
    "6011111111111117", "6011000990139424", "6011981111111113",
    // JCB
    "3530111333300000", "3566002020360505",
    // UnionPay: 16 and 19 digits
    "6200000000000005", "6205500000000000004",
    // Maestro
    "6759649826438453", "6304000000000000", "5612000000000009", "6799990100000000019", "6390000000000005",
    // Bancontact, Dankort, Verve, UnionPay's newer range, Elo
    "6703000000000000003", "5019717010103742", "5061460410120223210", "8171999927660000", "5067310000000002",
];

/// Returns a given number of letters and digits, the same in each run.
fn filler(length: usize) -> String {
    "x7Q2mB9kVt4c".chars().cycle().take(length).collect()
}

fn hex(length: usize) -> String {
    "0f1e2d3c4b5a69788796a5b4".chars().cycle().take(length).collect()
}

/// Returns one key of each vendor.
pub(crate) fn vendor_keys() -> Vec<String> {
    let with = |prefix: &[&str], rest: &str| format!("{}{rest}", prefix.concat());
    let upper = filler(16).to_ascii_uppercase();
    vec![
        with(&["AK", "IA"], &upper),
        with(&["AS", "IA"], &upper),
        with(&["gh", "p_"], &filler(36)),
        with(&["gh", "o_"], &filler(36)),
        with(&["gh", "u_"], &filler(36)),
        with(&["gh", "s_"], &filler(36)),
        with(&["gh", "r_"], &filler(36)),
        with(&["github", "_pat_"], &filler(82)),
        with(&["gl", "pat-"], &filler(20)),
        with(&["gl", "dt-"], &filler(20)),
        with(&["GR13", "48941"], &filler(20)),
        with(&["sq0", "csp-"], &filler(43)),
        with(&["AK", "Cp"], &filler(69)),
        with(&["xo", "xb-"], &format!("1234567890-1234567890-{}", filler(24))),
        with(&["xo", "xp-"], &format!("1234567890-1234567890-{}", filler(24))),
        with(&["xa", "pp-"], &format!("1-A012-345-{}", filler(32))),
        with(&["sk", "_live_"], &filler(24)),
        with(&["sk", "_test_"], &filler(24)),
        with(&["rk", "_live_"], &filler(24)),
        with(&["wh", "sec_"], &filler(32)),
        with(&["AI", "za"], &filler(35)),
        with(&["ya", "29."], &filler(60)),
        with(&["s", "k-"], &filler(48)),
        with(&["s", "k-proj-"], &filler(60)),
        with(&["s", "k-ant-api03-"], &filler(90)),
        with(&["S", "G."], &format!("{}.{}", filler(22), filler(43))),
        with(&["np", "m_"], &filler(36)),
        with(&["py", "pi-AgEIcHlwaS5vcmc"], &filler(60)),
        with(&["do", "p_v1_"], &hex(64)),
        with(&["h", "f_"], &filler(34)),
        with(&["sh", "pat_"], &hex(32)),
        with(&["S", "K"], &hex(32)),
        with(&["1234567", "89:AA"], &filler(33)),
        with(&["AB", "IA"], &upper),
        with(&["AC", "CA"], &upper),
        with(&["gl", "agent-"], &filler(50)),
        with(&["gl", "imt-"], &filler(25)),
        with(&["gl", "oas-"], &filler(64)),
        with(&["GOC", "SPX-"], &filler(28)),
        with(&["hv", "s."], &filler(24)),
        with(&["hv", "b."], &filler(138)),
        with(&["hv", "r."], &filler(100)),
        with(&["da", "pi"], &hex(32)),
        with(&["dckr", "_pat_"], &filler(27)),
        with(&["dckr", "_oat_"], &filler(32)),
        with(&["gl", "c_"], &filler(60)),
        with(&["gl", "sa_"], &format!("{}_{}", filler(32), hex(8))),
        with(&["ATA", "TT3"], &filler(186)),
        with(&["AGE-SEC", "RET-KEY-1"], &filler(58).to_ascii_uppercase()),
        with(&["sntr", "ys_"], &format!("{}_{}", filler(120), filler(43))),
        with(&["sntr", "yu_"], &hex(64)),
        with(&["lin", "_api_"], &filler(40)),
        with(&["nt", "n_"], &filler(46)),
        with(&["PM", "AK-"], &format!("{}-{}", hex(24), hex(34))),
        with(&["pu", "l-"], &hex(40)),
        with(&["gs", "k_"], &filler(52)),
        with(&["xa", "i-"], &filler(80)),
        with(&["pp", "lx-"], &filler(48)),
        with(&["r", "8_"], &filler(37)),
        with(&["NR", "AK-"], &filler(27).to_ascii_uppercase()),
        with(&["ruby", "gems_"], &hex(48)),
        with(&["tsk", "ey-auth-"], &format!("{}-{}", filler(12), filler(32))),
        with(&["pscale", "_tkn_"], &filler(43)),
        with(&["pscale", "_pw_"], &filler(43)),
        with(&["fm", "2_"], &filler(120)),
        with(&["xkey", "sib-"], &format!("{}-{}", hex(64), filler(16))),
        with(&["fi", "gd_"], &filler(40)),
        with(&["HR", "KU-"], &filler(60)),
        with(&["sb", "p_"], &hex(40)),
        with(&["sk", "_org_live_"], &filler(24)),
        with(&["lin", "_oauth_"], &hex(64)),
        with(&["sec", "ret_"], &filler(43)),
        with(&["api", "_org_"], &filler(34)),
        with(&["AB", "SK"], &filler(109)),
        with(&["IQoJb3JpZ2", "luX2Vj"], &filler(300)),
        with(&["EA", "AA"], &filler(60)),
        with(&["sb", "_secret_"], &filler(31)),
        with(&["1//", "0"], &filler(100)),
        with(&["gl", "ffct-"], &filler(20)),
    ]
}

/// Returns a signed, an unsigned, an encrypted, three padded tokens, and one whose header has white space.
pub(crate) fn jwts() -> [String; 7] {
    let header = ["eyJ", "hbGciOiJIUzI1NiJ9"].concat();
    let spaced = ["ewog", "ICJhbGciOiAiSFMyNTYiCn0"].concat();
    let claims = ["eyJ", "zdWIiOiIxMjM0NTY3ODkwIn0"].concat();
    [
        format!("{header}.{claims}.{}", filler(43)),
        format!("{header}.{claims}."),
        format!("{header}..{}.{}.{}", filler(16), filler(30), filler(22)),
        format!("{header}==.{claims}==.{}=", filler(43)),
        format!("{header}==.{claims}.{}", filler(43)),
        format!("{header}.{claims}=.{}==", filler(43)),
        format!("{spaced}.{claims}.{}", filler(43)),
    ]
}

/// Returns a private key in PEM with a label and line ending.
pub(crate) fn private_key(label: &str, newline: &str) -> String {
    let lines = [filler(64), filler(64), format!("{}==", filler(22))].join(newline);
    let dashes = "-".repeat(5);
    format!("{dashes}BEGIN {label}{dashes}{newline}{lines}{newline}{dashes}END {label}{dashes}")
}

/// The labels of private keys.
#[rustfmt::skip]
pub(crate) const LABELS: &[&str] = &[
    concat!("PRIVATE", " KEY"), concat!("RSA PRIVATE", " KEY"), concat!("EC PRIVATE", " KEY"),
    concat!("ENCRYPTED PRIVATE", " KEY"), concat!("OPENSSH PRIVATE", " KEY"),
    concat!("PGP PRIVATE", " KEY BLOCK"), concat!("DSA PRIVATE", " KEY"),
];

//! The words and phrases of the names that secrets have, each with its roles, as a table of hashes:
//! a list of texts takes five times the room in a program, for its pointers and their relocations.
//!
//! `logkit` compiles this file through a symlink, so it imports nothing of either crate.

/// A first word that makes a name a question, a count, or a mask.
pub(crate) const LEAD: u8 = 1;
/// A word that ends the head.
pub(crate) const PREPOSITION: u8 = 2;
/// A word for a representation, an encoding or a copy: after a secret it does not change it.
pub(crate) const SHAPE: u8 = 4;
/// A secret that also ends a name without word boundaries: `PGPASSWORD`, `csrftoken`.
pub(crate) const SUFFIX: u8 = 8;

/// The bits for the verdict, of which a word or a phrase has one.
pub(crate) const VERDICT: u8 = 0xf0;
/// The last word of a phrase, which means nothing alone.
pub(crate) const HEAD: u8 = 0x10;
/// Masked as a whole.
pub(crate) const SECRET: u8 = 0x20;
/// A number of a card, an account or a person, whose last digits may be shown.
pub(crate) const NUMBER: u8 = 0x30;
/// A secret if the value is long and random.
pub(crate) const IF_RANDOM: u8 = 0x40;
/// Harmless, though it ends like a secret.
pub(crate) const HARMLESS: u8 = 0x50;

/// Words of one role, separated by single spaces.
pub(crate) struct WordList {
    roles: u8,
    /// The last word of each phrase, after the words of the list; empty for a list of single words.
    head: &'static str,
    /// An underscore joins the words of a longer phrase.
    words: &'static str,
}

const fn words(roles: u8, words: &'static str) -> WordList {
    WordList { roles, head: "", words }
}

const fn before(head: &'static str, roles: u8, words: &'static str) -> WordList {
    WordList { roles, head, words }
}

/// Owners of a password, in front of `pass` and `pw`. With boundaries, any word can be one.
const OWNERS: &str = "account admin bind cert database db dn ftp http imap key keystore ldap login \
    mail my mysql pg postgres proxy redis root smtp sql ssh store sudo trust truststore user vpn web \
    wifi zip";

/// Stores and services whose URLs hold credentials, or are credentials.
const ADDRESSES: &str = "amqp broker clickhouse conn connection database db hook jdbc mariadb mongo \
    mongodb mysql pg postgres postgresql presigned rabbitmq redis reset sas signed smtp sql webhook";

/// The lists. A longer phrase takes precedence over its last words, and a plural over its singular.
pub(crate) const LISTS: &[WordList] = &[
    words(
        LEAD,
        "allow allows are can check disable enable had has have hide is may missing must need needs \
         no require requires should show use uses validate want wants was were with without",
    ),
    words(LEAD, "avg count max mean min n num remaining sum total"),
    words(LEAD, "masked obfuscated redacted"),
    words(PREPOSITION, "as by for from of per to via with"),
    words(
        SHAPE,
        "again arg array base bcrypt buf buffer bytes char chars clear cleartext code confirm \
         confirmation copy data decoded digest encoded env hash hashed header headers hex inner input \
         json list new old opt option param pem plain plaintext raw ref repeat sha slice str string \
         text utf val value values var vec",
    ),
    // Secrets alone, with any word in front of them.
    words(
        SECRET | SUFFIX,
        "accesskey apikey cookie credential passcode passphrase passwd password privatekey pswd pwd \
         secret secretkey sessid sessionid token",
    ),
    words(
        SECRET,
        "auth authorization bearer conninfo contrasena cred csrf cvc cvn cvv dsn hotp jwt kennwort \
         mnemonic oauth oldpwd otp pass passkey passwort pepper pin psk psw puk pw senha ssn totp xsrf",
    ),
    words(NUMBER | SUFFIX, "cardnumber creditcard"),
    words(NUMBER, "iban"),
    words(IF_RANDOM, "key seed"),
    words(
        HEAD,
        "account answer assertion block card code id info jar link no num number pan pat phrase \
         response security sid signature str string ticket tokens uri url verifier webhook word",
    ),
    // Keys: what they are for, and who sells them.
    before(
        "key",
        SECRET,
        "access account admin aes age api app auth backup cipher client consumer cookie crypt crypto \
         decryption deploy dkim ec ecdsa ed enc encrypt encryption fernet hmac identity kek licence \
         license master oauth preshared priv private psk recovery root sas sec secret seckey server \
         service session shared sign signing sk ssh ssl subscription symmetric tls unseal vault wallet \
         webhook wg wireguard",
    ),
    before(
        "key",
        SECRET,
        "airtable algolia alchemy anthropic aws azure bitbucket braintree cloudflare cohere datadog \
         deepseek digitalocean discord elastic etherscan fcm firebase gcp gemini github gitlab google \
         grafana groq heroku hubspot huggingface infura linode mailchimp mailgun mapbox mistral \
         newrelic openai openrouter pagerduty paypal perplexity pinecone plaid postmark replicate \
         rollbar segment sendgrid sentry shopify slack square stripe supabase telegram tmdb twilio \
         vercel vonage",
    ),
    before(
        "key",
        HARMLESS,
        "arrow authorized bucket cache cluster column composite config dedup dictionary document enter \
         escape event field foreign group hash host hot idempotency index json label locale lookup map \
         message metric modifier name object param partition path primary property pub public query \
         range record redis registry routing row s search setting shard sort state storage surrogate \
         tag topic trace translation unique",
    ),
    before("pass", SECRET, OWNERS),
    before("pw", SECRET, OWNERS),
    before(
        "pass",
        HARMLESS,
        "analysis backward band blur boarding build by cleanup codegen color compiler compute copy day \
         dce decode depth draw dry encode extra final first forward full gc geometry high initial \
         inline lighting lint low lowering mark merge mir multi next one opt optimization optimizer \
         over post pre prev previous render scan season second shader shadow single skip sort sub \
         sweep test third transform travel two under validation verify warmup",
    ),
    before(
        "pin",
        HARMLESS,
        "adc analog backlight bl boot btn busy button buzzer ce chip clk clock col column cs dac data dc \
         digital dir echo en enable gnd gpio i_c input int interrupt irq latch led map miso mosi motor \
         out output physical power pwm ready relay reset row rst rx sck scl sda sensor servo spi ss step \
         strobe trig trigger tx uart vcc wake",
    ),
    before(
        "token",
        HARMLESS,
        "base bos buy cancel cancellation catchup change closing cls collateral \
         continuation cursor delimiter end eof eos erc expected fee fencing found governance \
         idempotency keyword lexer lookahead lp native newline next nft open opening operator pad \
         padding page pagination paging parser peek peeked pool prev previous punct quote resume reward \
         sell sep separator sequence shutdown special staking start stop sync trigger unexpected unk \
         whitespace wrapped",
    ),
    before(
        "tokens",
        HARMLESS,
        "audio batch billed budget cached completion consumed context decoded draft estimated generated \
         image input output parsed prefill prompt reasoning sampled text thinking used vision",
    ),
    before("cookie", HARMLESS, "sync"),
    before(
        "code",
        SECRET,
        "access activation backup device emergency fa factor login mfa one_time onetime pairing pass \
         recovery reset scratch security sms tfa unlock verification",
    ),
    before("verifier", SECRET, "code"),
    before("answer", SECRET, "secret security"),
    before("block", SECRET, "pin"),
    before("number", SECRET, "pin security"),
    before("security", SECRET, "social"),
    before("id", SECRET, "sess session"),
    before("sid", SECRET, "connect session"),
    before("jar", SECRET, "cookie"),
    before("phrase", SECRET, "backup mnemonic pass recovery secret seed wallet"),
    before("word", SECRET, "backup mnemonic pass recovery secret seed"),
    before("seed", SECRET, "hd master recovery secret wallet"),
    before("assertion", SECRET, "client saml"),
    before("response", SECRET, "saml"),
    before("signature", SECRET, "shared_access"),
    before("ticket", SECRET, "kerberos krb session"),
    before("pat", SECRET, "ado azure github gitlab personal"),
    before("info", SECRET, "conn"),
    before("str", SECRET, "conn connection"),
    before("string", SECRET, "conn connection"),
    before("url", SECRET, ADDRESSES),
    before("uri", SECRET, ADDRESSES),
    before("link", SECRET, "login magic recovery reset"),
    before("webhook", SECRET, "discord slack teams"),
    before("account", NUMBER, "bank"),
    before("card", NUMBER, "credit debit"),
    before("no", NUMBER, "account card"),
    before("num", NUMBER, "account card cc"),
    before("number", NUMBER, "account card cc insurance passport tax"),
    before("pan", NUMBER, "card"),
    before("id", NUMBER, "national tax taxpayer"),
];

impl WordList {
    /// The words and phrases, without their roles.
    #[cfg(test)]
    #[allow(dead_code, reason = "the tests of `logkit` do without")]
    pub(crate) fn phrases(&self) -> impl Iterator<Item = String> {
        let after = if self.head.is_empty() { String::new() } else { format!(" {}", self.head) };
        self.words.split(' ').map(move |words| words.replace('_', " ") + &after)
    }
}

/// The hash of the end of a name, read backwards and in lower case, so that it can be continued by
/// the words in front of it: FNV-1a.
#[derive(Clone, Copy)]
pub(crate) struct EndHash(u64);

impl EndHash {
    pub(crate) const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// Continues with the text in front of the end. Not inlined, to be small.
    #[inline(never)]
    pub(crate) const fn after(mut self, text: &[u8]) -> Self {
        let mut before = text;
        while let [rest @ .., byte] = before {
            self = self.after_byte(*byte);
            before = rest;
        }
        self
    }

    /// Continues with the word in front of the end.
    pub(crate) const fn after_word(self, word: &[u8]) -> Self {
        self.after_byte(b' ').after(word)
    }

    pub(crate) const fn after_byte(self, byte: u8) -> Self {
        let byte = if byte == b'_' { b' ' } else { byte.to_ascii_lowercase() };
        Self((self.0 ^ byte as u64).wrapping_mul(0x100_0000_01b3))
    }

    const fn bucket(self) -> usize {
        (self.0 >> 32) as usize % BUCKETS
    }

    /// The half that is compared.
    const fn low(self) -> u32 {
        let [a, b, c, d, ..] = self.0.to_le_bytes();
        u32::from_le_bytes([a, b, c, d])
    }

    /// Returns the roles of the word or phrase with this hash.
    #[inline(never)]
    pub(crate) fn roles(self) -> u8 {
        let Table { starts, hashes, roles } = &TABLE;
        let bucket = self.bucket();
        let (start, end) = match starts.get(bucket..bucket + 2) {
            Some(&[start, end]) => (start.into(), end.into()),
            _ => (0, 0),
        };
        let hashes = hashes.get(start..end).unwrap_or_default();
        let mut found = 0;
        for (hash, roles) in hashes.iter().zip(roles.get(start..end).unwrap_or_default()) {
            if *hash == self.low() {
                found |= roles;
            }
        }
        found
    }
}

const BUCKETS: usize = 128;

/// All words and phrases, ordered by bucket.
struct Table {
    starts: [u16; BUCKETS + 1],
    hashes: [u32; ENTRIES],
    roles: [u8; ENTRIES],
}

const ENTRIES: usize = count();

static TABLE: Table = table();

const fn count() -> usize {
    let (mut count, mut index) = (0, 0);
    while index < LISTS.len() {
        let mut rest = LISTS[index].words.as_bytes();
        count += 1;
        while let [byte, after @ ..] = rest {
            count += (*byte == b' ') as usize;
            rest = after;
        }
        index += 1;
    }
    count
}

/// Hashes the words, and sorts them by counting.
const fn table() -> Table {
    let (all, roles_of_all) = hashed();
    let mut starts = [0; BUCKETS + 1];
    let mut index = 0;
    while index < ENTRIES {
        starts[all[index].bucket()] += 1;
        index += 1;
    }
    let mut bucket = 0;
    while bucket < BUCKETS {
        starts[bucket + 1] += starts[bucket];
        bucket += 1;
    }
    // Each start is the end of its bucket until the bucket is full.
    let (mut hashes, mut roles) = ([0; ENTRIES], [0; ENTRIES]);
    index = 0;
    while index < ENTRIES {
        let start = &mut starts[all[index].bucket()];
        *start -= 1;
        hashes[*start as usize] = all[index].low();
        roles[*start as usize] = roles_of_all[index];
        index += 1;
    }
    Table { starts, hashes, roles }
}

const fn hashed() -> ([EndHash; ENTRIES], [u8; ENTRIES]) {
    let (mut hashes, mut roles) = ([EndHash::EMPTY; ENTRIES], [0; ENTRIES]);
    let (mut entry, mut index) = (0, 0);
    while index < LISTS.len() {
        let list = &LISTS[index];
        let head = EndHash::EMPTY.after(list.head.as_bytes());
        let begin = if list.head.is_empty() { head } else { head.after_byte(b' ') };
        let mut hash = begin;
        let mut before = list.words.as_bytes();
        loop {
            let (rest, byte) = match before {
                [rest @ .., byte] => (rest, *byte),
                [] => (before, b' '),
            };
            if byte == b' ' {
                hashes[entry] = hash;
                roles[entry] = list.roles;
                hash = begin;
                entry += 1;
            } else {
                hash = hash.after_byte(byte);
            }
            if before.is_empty() {
                break;
            }
            before = rest;
        }
        index += 1;
    }
    (hashes, roles)
}

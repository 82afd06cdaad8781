//! The words and phrases of the names that secrets have, each with its roles.
//!
//! The programs contain their hashes, in `name_hashes.rs`. After a change here,
//! `NAME_HASHES=overwrite cargo test -p logkit-macros name_hashes` writes that file.

use super::name_table::{HARMLESS, IF_RANDOM, LEAD, NUMBER, PREPOSITION, SECRET, SHAPE, SUFFIX};

/// The verdict on the last word of a phrase, which means nothing alone.
const HEAD: u8 = 0x10;

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
const ADDRESSES: &str = "amqp broker clickhouse cloudinary conn connection database db hook jdbc mariadb mongo \
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
         masterauth mnemonic oauth oldpwd otp pass passkey passwort pepper pin psk psw puk pw requirepass \
         senha ssn totp wachtwoord xsrf",
    ),
    words(NUMBER | SUFFIX, "cardnumber creditcard"),
    words(NUMBER, "iban"),
    words(IF_RANDOM, "key pat seed"),
    words(
        HEAD,
        "account answer assertion block card code id info jar link no num number pan passe phrase \
         response security sid signature str string ticket tokens uri url verifier webhook word",
    ),
    // Keys: what they are for, and who sells them.
    before(
        "key",
        SECRET,
        "access account activation admin aes age api app auth azure_storage backup cipher client consumer \
         cookie crypt crypto decrypt decryption deploy dkim enc encrypt encryption fernet hmac instrumentation jwe kek licence \
         license master oauth preshared priv private psk recovery root sas sec secret seckey server \
         service session shared sign signing sk ssh ssl subscription symmetric tls unseal vault wallet \
         webhook wep wg wireguard wpa",
    ),
    before(
        "key",
        SECRET,
        "airtable algolia alchemy anthropic aws azure bitbucket braintree cerebras claude cloudflare cohere \
         datadog deepgram deepseek digitalocean discord elastic etherscan fcm firebase gcp gemini github gitlab google \
         grafana groq heroku hubspot huggingface infura linode mailchimp mailgun mapbox mistral \
         newrelic openai openrouter pagerduty paypal perplexity pinecone plaid postmark replicate \
         rollbar segment sendgrid sentry shopify slack square stripe supabase tailscale telegram tmdb twilio \
         vercel vonage wandb",
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
         sweep third transform travel two under validation verify warmup",
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
         idempotency keyword lexer lookahead lp mask native newline next nft open opening operator pad \
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
    before("secret", HARMLESS, "pull"),
    before(
        "code",
        SECRET,
        "access activation backup device emergency fa factor login mfa one_time onetime pairing pass \
         recovery reset scratch security sms tfa twofa unlock verification",
    ),
    before("verifier", SECRET, "code oauth"),
    before("answer", SECRET, "secret security"),
    before("block", SECRET, "pin"),
    before("number", SECRET, "pin security"),
    before("security", SECRET, "social"),
    before("id", SECRET, "sess session"),
    before("sid", SECRET, "connect session"),
    before("jar", SECRET, "cookie"),
    before("phrase", SECRET, "backup mnemonic pass recovery secret seed wallet"),
    before("word", SECRET, "backup mnemonic pass recovery secret seed"),
    before("seed", SECRET, "hd master otp private recovery secret totp wallet"),
    before("assertion", SECRET, "client saml"),
    before("response", SECRET, "saml"),
    before("signature", SECRET, "shared_access"),
    before("ticket", SECRET, "kerberos krb session"),
    before(
        "pat",
        SECRET,
        "access ado airtable api azure bitbucket ci confluence databricks devops docker dockerhub figma gh ghcr git \
         github gitlab hub jira personal repo snowflake tfs vsts",
    ),
    before("passe", SECRET, "mot_de"),
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
    pub(crate) fn roles(&self) -> u8 {
        self.roles
    }

    /// The words and phrases, without their roles.
    pub(crate) fn phrases(&self) -> impl Iterator<Item = String> {
        let after = if self.head.is_empty() { String::new() } else { format!(" {}", self.head) };
        self.words.split(' ').map(move |words| words.replace('_', " ") + &after)
    }
}

//! Records that are far larger than usual keep every field and every character.

use std::sync::{Mutex, PoisonError};

use logkit::handler::Memory;
use logkit::{Format, Logger, info, module_logger};
use support::readers;

#[module_logger("formats.extremes")]
static LOGGER: Logger;

/// The lines of a statement, one for each format.
fn lines(log: impl Fn()) -> Vec<String> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let formats = [
        Format::standard(),
        Format::template("%(message)s %(fields)s").unwrap(),
        Format::pretty(),
        Format::logfmt(),
        Format::json(),
        Format::ecs(),
        Format::google_cloud(),
    ];
    let memories = formats.map(|format| Memory::new().with_format(format));
    LOGGER.set_handlers(memories.iter().map(|memory| Box::new(memory.clone()) as _).collect());
    log();
    LOGGER.clear_handlers();
    memories.iter().flat_map(Memory::lines).collect()
}

macro_rules! log {
    ($($name:ident $number:literal)+) => { info!($($name = $number,)+ "m") };
}

fn log_250_fields() {
    log! {
        f000 0 f001 1 f002 2 f003 3 f004 4 f005 5 f006 6 f007 7 f008 8 f009 9
        f010 10 f011 11 f012 12 f013 13 f014 14 f015 15 f016 16 f017 17 f018 18 f019 19
        f020 20 f021 21 f022 22 f023 23 f024 24 f025 25 f026 26 f027 27 f028 28 f029 29
        f030 30 f031 31 f032 32 f033 33 f034 34 f035 35 f036 36 f037 37 f038 38 f039 39
        f040 40 f041 41 f042 42 f043 43 f044 44 f045 45 f046 46 f047 47 f048 48 f049 49
        f050 50 f051 51 f052 52 f053 53 f054 54 f055 55 f056 56 f057 57 f058 58 f059 59
        f060 60 f061 61 f062 62 f063 63 f064 64 f065 65 f066 66 f067 67 f068 68 f069 69
        f070 70 f071 71 f072 72 f073 73 f074 74 f075 75 f076 76 f077 77 f078 78 f079 79
        f080 80 f081 81 f082 82 f083 83 f084 84 f085 85 f086 86 f087 87 f088 88 f089 89
        f090 90 f091 91 f092 92 f093 93 f094 94 f095 95 f096 96 f097 97 f098 98 f099 99
        f100 100 f101 101 f102 102 f103 103 f104 104 f105 105 f106 106 f107 107 f108 108 f109 109
        f110 110 f111 111 f112 112 f113 113 f114 114 f115 115 f116 116 f117 117 f118 118 f119 119
        f120 120 f121 121 f122 122 f123 123 f124 124 f125 125 f126 126 f127 127 f128 128 f129 129
        f130 130 f131 131 f132 132 f133 133 f134 134 f135 135 f136 136 f137 137 f138 138 f139 139
        f140 140 f141 141 f142 142 f143 143 f144 144 f145 145 f146 146 f147 147 f148 148 f149 149
        f150 150 f151 151 f152 152 f153 153 f154 154 f155 155 f156 156 f157 157 f158 158 f159 159
        f160 160 f161 161 f162 162 f163 163 f164 164 f165 165 f166 166 f167 167 f168 168 f169 169
        f170 170 f171 171 f172 172 f173 173 f174 174 f175 175 f176 176 f177 177 f178 178 f179 179
        f180 180 f181 181 f182 182 f183 183 f184 184 f185 185 f186 186 f187 187 f188 188 f189 189
        f190 190 f191 191 f192 192 f193 193 f194 194 f195 195 f196 196 f197 197 f198 198 f199 199
        f200 200 f201 201 f202 202 f203 203 f204 204 f205 205 f206 206 f207 207 f208 208 f209 209
        f210 210 f211 211 f212 212 f213 213 f214 214 f215 215 f216 216 f217 217 f218 218 f219 219
        f220 220 f221 221 f222 222 f223 223 f224 224 f225 225 f226 226 f227 227 f228 228 f229 229
        f230 230 f231 231 f232 232 f233 233 f234 234 f235 235 f236 236 f237 237 f238 238 f239 239
        f240 240 f241 241 f242 242 f243 243 f244 244 f245 245 f246 246 f247 247 f248 248 f249 249
    }
}

#[test]
fn of_250_fields() {
    let all = lines(log_250_fields);
    assert_eq!(all.len(), 7);
    let expected: Vec<String> = (0..250).map(|number| format!("f{number:03}={number}")).collect();
    for text in &all[..4] {
        assert!(text.ends_with(&expected.join(" ")), "{text}");
    }
    assert_eq!(readers::logfmt(&all[3]).len(), 250 + 4);
    for (text, key) in all[4..].iter().zip(["fields", "labels", "f000"]) {
        let object: serde_json::Value = serde_json::from_str(text).unwrap();
        let fields = if key == "f000" { &object } else { &object[key] };
        assert!((0..250).all(|number| fields[format!("f{number:03}")] == number), "{text}");
    }
}

#[test]
fn of_ten_megabytes() {
    let hostile = "0123456789 \"\\\n\u{202e}é";
    for (size, piece) in [(10_000_000, "0123456789abcdef"), (500_000, hostile)] {
        let message = piece.repeat(size / piece.len());
        let all = lines(|| info!("{message}"));
        assert!(all[0].len() > message.len() && !all[0].contains(['\n', '\u{202e}']));
        assert!(readers::logfmt(&all[3]).iter().any(|(_, value)| *value == message));
        for text in &all[4..] {
            let object: serde_json::Value = serde_json::from_str(text).unwrap();
            assert!(object["message"] == message.as_str());
        }
    }
}

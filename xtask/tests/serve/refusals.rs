//! What `serve` does not start with: rows 27 to 37 of the bad inputs, each in a line that says what to do, exit code 2.

use crate::running::{self, Data, Serve, get};

const ACCOUNT: &str = include_str!("../../testdata/account.json");

#[test]
fn words_and_places_that_cannot_be() {
    // row 29, row 30
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap().port().to_string();
    let cases: [(&str, &[&str], &str); 5] = [
        ("demo abroad", &["--bind", "0.0.0.0"], "on loopback only, not on 0.0.0.0: use --empty"),
        ("port taken", &["--port", &taken], "is taken: choose another with --port"),
        ("no such port", &["--port", "70000"], "--port takes 0 to 65535, not `70000`"),
        ("no number", &["--port", "eighty"], "--port takes 0 to 65535, not `eighty`"),
        ("unknown word", &["--prot"], "`--prot` is not understood; did you mean --port?"),
    ];
    for (name, words, expected) in cases {
        let data = Data::new("refused");
        let refusal = Serve::start(&data, words).refusal();
        assert!(refusal.contains(expected), "{name}: {refusal}");
    }
}

#[test]
fn rows_27_to_39_account_files() {
    // row 27, row 28, row 29, row 30, row 31, row 36, row 37, row 38, row 39: a case each, all of them in the table
    let data = Data::new("files");
    let file = data.file("shop.json", ACCOUNT);
    let folder = std::path::Path::new(&file).parent().unwrap().display().to_string();
    let refusal = |path: &str| Serve::start(&data, &["--account", path]).refusal();
    for (name, path, expected) in [
        ("row 27, missing", format!("{folder}/none.json"), "No such file or directory (os error 2)"),
        ("row 27, a directory", folder.clone(), "Is a directory (os error 21)"),
    ] {
        let said = refusal(&path);
        assert!(said.contains(&format!("cannot read {path}: {expected}")), "{name}: {said}");
    }
    for (name, from, to, expected) in [
        ("row 28", "\"gdpr\": true,", "\"gdpr\": true;", "shop.json:5:15: found `;`; expected `,` or `}`"),
        (
            "row 29",
            "\"origins\"",
            "\"alowed_origins\"",
            "shop.json:4:3: unknown key \"alowed_origins\"; expected one of",
        ),
        (
            "row 30",
            "\"shards\": 2",
            "\"shards\": 70000",
            "shop.json:10:85: inboxes[0].shards is 70000; expected a whole number",
        ),
        (
            "row 31",
            "https://kiln.example",
            "*",
            "shop.json:4:15: origins[0] is \"*\"; expected scheme://host[:port]",
        ),
        (
            "row 36",
            "anna@kiln.test",
            "mira@kiln.test",
            "shop.json:8:45: people[1].email is \"mira@kiln.test\" a second time; the first is at 7:45",
        ),
        ("row 38", "#b5502f", "red;}", "shop.json:15:15: chatflows[0].color is \"red;}\"; expected #rrggbb"),
        ("row 39", "May we keep what you write?", "", "[consent_text_required]"),
    ] {
        assert!(ACCOUNT.contains(from), "{name}");
        data.file("shop.json", &ACCOUNT.replacen(from, to, 1));
        let said = refusal(&file);
        assert!(said.contains(expected), "{name}: {said}");
    }
    let wide: Vec<u8> = ACCOUNT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&file, wide).unwrap();
    let said = refusal(&file);
    assert!(said.contains("shop.json:1:1: file is not UTF-8"), "row 37: {said}");
    assert!(!data.path().join("lock").exists(), "nothing was begun");
}

#[test]
fn an_account_file_is_brought_in() {
    // row 37: a mark and CRLF are no reason to refuse
    let data = Data::new("brought-in");
    let file = data.file("shop.json", &format!("\u{FEFF}{}", ACCOUNT.replace('\n', "\r\n")));
    let mut serve = Serve::start(&data, &["--empty", "--account", &file]);
    let edge = serve.line("edge     http://127.0.0.1:");
    serve.ready();
    assert!(get(running::port_in(&edge), "/asked").contains("/internal/seed"));
}

#[test]
fn what_the_edge_refuses_has_its_place_in_the_file() {
    // row 38: the edge has the last word, and says it before anybody is served
    let data = Data::new("judged");
    // The stand-in refuses the name of the second chatflow wherever it reads this word.
    let file =
        data.file("shop.json", &ACCOUNT.replace("\"Regulars\", \"inbox\"", "\"refuse-me\", \"inbox\""));
    let said = Serve::start(&data, &["--empty", "--account", &file]).refusal();
    assert!(said.contains("shop.json:18:27: chatflows[1].name: not that one [text_too_long]"), "{said}");
}

#[test]
fn variables_that_nobody_reads() {
    // row 29, row 30, row 32
    for (name, value, expected) in [
        ("PARLOR_POST_PER_10_S", "5", "did you mean PARLOR_POSTS_PER_10_S?"),
        ("PARLOR_POSTS_PER_10_S", "eighty", "to \"eighty\"; expected a whole number from 1 to"),
        ("PARLOR_TOKEN_KEY", "hunter2", "expected it unset: serve makes its secrets itself"),
    ] {
        let said = Serve::start_with(&Data::new("variables"), name, value).refusal();
        assert!(said.contains(expected) && !said.contains("hunter2"), "{name}: {said}");
    }
}

#[test]
fn row_32_a_damaged_secret() {
    let data = Data::new("secret");
    Serve::start(&data, &[]).ready();
    let file = data.path().join("secrets.json");
    let text = std::fs::read_to_string(&file).unwrap();
    let secret = text.split('"').find(|word| word.len() == 64).unwrap().to_owned();
    std::fs::write(&file, text.replace(&secret, &secret[..20])).unwrap();
    let said = Serve::start(&data, &[]).refusal();
    assert!(said.contains("has 20 characters; expected three secrets of 64 hexadecimal digits"), "{said}");
    assert!(!said.contains(&secret[..20]), "{said}");
}

#[test]
fn row_33_a_second_process_is_told_of_the_holder() {
    let data = Data::new("lock");
    let mut serve = Serve::start(&data, &[]);
    let workerd = serve.ready();
    let refusal = Serve::start(&data, &[]).refusal();
    assert!(refusal.contains(&format!("is in use by serve, pid {}, since ", serve.pid())), "{refusal}");
    assert!(refusal.contains(&format!("workerd, pid {workerd}")), "{refusal}");
}

#[test]
fn row_33_a_newer_schema_and_a_place_that_is_none() {
    let data = Data::new("schema");
    data.build_knows("account 3\nthreads 2\n");
    Serve::start(&data, &[]).ready();
    data.build_knows("account 2\nthreads 2\n");
    let said = Serve::start(&data, &[]).refusal();
    assert!(said.contains("objects of kind account have schema 3, this build knows 2"), "{said}");
    data.build_knows("account 4\nthreads 2\n");
    Serve::start(&data, &[]).ready();

    let file = data.file("in-the-way", "");
    let said = Serve::start(&data, &["--data", &file]).refusal();
    assert!(said.contains(&format!("cannot make {file}")) && said.contains("(os error"), "{said}");
}

#[test]
fn row_34_open_files() {
    let data = Data::new("limit");
    let said = Serve::start_with_open_files(&data, 512, &["--empty"]).refusal();
    assert!(said.contains("this shell allows 512 open files and workerd needs 1024"), "{said}");
    // Enough to start, and what it is enough for is said in both numbers.
    let mut serve = Serve::start_with_open_files(&data, 6_000, &["--empty"]);
    serve.ready();
    let said = serve.stopped();
    assert!(
        said.contains("6000 open files are enough for about 1000 visitors at once; 65536 for 10,000"),
        "{said}"
    );
}

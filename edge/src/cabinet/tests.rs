//! Files in a database in memory.

use super::*;
use crate::file::Kind;
use crate::store::migrate::FILES;
use crate::store::native::Memory;

const NOW: u64 = 1_795_000_000_000;

fn file(n: u8) -> FileId {
    FileId::parse(&conversation::ids::random_part([n; 16])).unwrap()
}

fn visitor(n: u8) -> VisitorId {
    VisitorId::from_random([n; 16])
}

fn thread(n: u8) -> ThreadId {
    ThreadId::from_random(0, [n; 16])
}

fn message(n: u8) -> ClientMessageId {
    ClientMessageId::from_random([n; 16])
}

fn anna(place: u8) -> Somebody {
    Somebody::Agent(AgentId::parse("anna").unwrap(), thread(place))
}

fn sofia() -> Somebody {
    Somebody::Visitor(visitor(1))
}

fn of_size(length: usize) -> Taken {
    Taken { name: "vase.png".into(), kind: Kind::Png, size: Some((640, 480)), bytes: vec![7; length] }
}

fn brings(sql: &Memory, by: &Somebody, n: u8) -> Attachment {
    bring(sql, by, of_size(3 * 1024 * 1024 + 1), file(n), NOW).unwrap()
}

#[test]
fn a_file_is_read_back_by_whoever_brought_it() {
    // P5
    let sql = Memory::migrated(FILES);
    let brought = brings(&sql, &sofia(), 1);
    assert_eq!((brought.bytes, brought.width, brought.kind.as_str()), (3_145_729, Some(640), "image/png"));
    assert_eq!(open(&sql, &sofia(), &file(1)).unwrap(), brought);
    assert_eq!(rows::bytes(&sql, &file(1)).unwrap(), vec![7; 3_145_729]);
    for stranger in [Somebody::Visitor(visitor(2)), anna(1)] {
        assert_eq!(open(&sql, &stranger, &file(1)).unwrap_err().code(), Code::NotFound);
    }
}

#[test]
fn one_message_carries_a_file() {
    // P5 T30
    let sql = Memory::migrated(FILES);
    brings(&sql, &sofia(), 1);
    let claims = |by: &Somebody, place, said| {
        claim(&sql, by, &[file(1)], &visitor(1), &thread(place), &message(said), NOW)
            .map(|files| files.len())
            .map_err(|error| error.code())
    };
    assert_eq!(claims(&Somebody::Visitor(visitor(2)), 1, 1), Err(Code::FileGone));
    assert_eq!(claims(&anna(1), 1, 1), Err(Code::FileGone));
    assert_eq!(claims(&sofia(), 1, 1), Ok(1));
    // Again for the same message, which began another thread meanwhile; never for another.
    assert_eq!(claims(&sofia(), 2, 1), Ok(1));
    assert_eq!(claims(&sofia(), 2, 2), Err(Code::FileGone));
    // Its thread was closed meanwhile: what was said begins another one, under another id.
    release(&sql, &[file(1)], &message(9)).unwrap();
    assert_eq!(claims(&sofia(), 2, 2), Err(Code::FileGone), "not by that message");
    release(&sql, &[file(1)], &message(1)).unwrap();
    assert_eq!(claims(&sofia(), 2, 2), Ok(1));
    assert!(open(&sql, &anna(2), &file(1)).is_ok());
    assert!(open(&sql, &anna(1), &file(1)).is_err(), "it is in another thread");
}

#[test]
fn what_an_agent_brings_is_the_visitors_once_it_is_said() {
    let sql = Memory::migrated(FILES);
    brings(&sql, &anna(1), 1);
    assert!(open(&sql, &sofia(), &file(1)).is_err());
    let other = Somebody::Agent(AgentId::parse("mira").unwrap(), thread(1));
    assert!(claim(&sql, &other, &[file(1)], &visitor(1), &thread(1), &message(1), NOW).is_err());
    claim(&sql, &anna(1), &[file(1)], &visitor(1), &thread(1), &message(1), NOW).unwrap();
    assert!(open(&sql, &sofia(), &file(1)).is_ok());
    assert!(open(&sql, &other, &file(1)).is_ok());
    assert!(open(&sql, &Somebody::Visitor(visitor(2)), &file(1)).is_err());
}

#[test]
fn a_message_carries_few_and_none_twice() {
    let sql = Memory::migrated(FILES);
    for n in 1..=6 {
        brings(&sql, &sofia(), n);
    }
    let code = |files: &[FileId]| {
        claim(&sql, &sofia(), files, &visitor(1), &thread(1), &message(1), NOW)
            .map_err(|error| error.code())
            .err()
    };
    assert_eq!(code(&[file(1), file(1)]), Some(Code::TooMany));
    assert_eq!(code(&(1..=6).map(file).collect::<Vec<_>>()), Some(Code::TooMany));
    // All or none.
    assert_eq!(code(&[file(1), file(9)]), Some(Code::FileGone));
    assert_eq!(rows::get(&sql, &file(1)).unwrap().unwrap().message, None);
    assert_eq!(code(&(1..=5).map(file).collect::<Vec<_>>()), None);
}

#[test]
fn what_nobody_sends_is_gone_after_an_hour() {
    // P5 T30
    let sql = Memory::migrated(FILES);
    for n in 1..=3 {
        brings(&sql, &sofia(), n);
    }
    claim(&sql, &sofia(), &[file(2), file(3)], &visitor(1), &thread(1), &message(1), NOW + 1).unwrap();
    assert!(sweep(&sql, NOW + FILE_UNSENT_MS - 1).unwrap().is_empty());
    assert!(sweep(&sql, NOW + FILE_UNSENT_MS).unwrap().is_empty());
    assert!(rows::get(&sql, &file(1)).unwrap().is_none());
    assert!(rows::bytes(&sql, &file(1)).unwrap().is_empty());
    // What was claimed is asked about: its message may never have been stored.
    let asked = sweep(&sql, NOW + 1 + FILE_UNSENT_MS).unwrap();
    assert_eq!(asked, [(thread(1), vec![file(2), file(3)])]);
    heard(&sql, &asked[0].1, &[file(3)]).unwrap();
    assert!(rows::get(&sql, &file(2)).unwrap().is_none());
    assert!(rows::get(&sql, &file(3)).unwrap().is_some());
    assert_eq!(rows::next_due(&sql).unwrap(), None);
    forget(&sql, &thread(1)).unwrap();
    assert!(rows::get(&sql, &file(3)).unwrap().is_none());
    assert_eq!(rows::room(&sql).unwrap(), (0, 0));
}

#[test]
fn nobody_brings_more_than_a_days_share() {
    // T26 T30
    let sql = Memory::migrated(FILES);
    let tries = |by: &Somebody, n: u64, length, now| {
        let id = FileId::parse(&conversation::ids::random_part(u128::from(n).to_be_bytes())).unwrap();
        bring(&sql, by, of_size(length), id, now).map(drop).map_err(|error| error.code())
    };
    for n in 0..FILES_PER_WINDOW {
        tries(&sofia(), n, 1, NOW + n).unwrap();
    }
    assert_eq!(tries(&sofia(), 100, 1, NOW + 100), Err(Code::FileQuota));
    // That they are gone again does not count; only time does, and only for them.
    sweep(&sql, NOW + 2 * FILE_UNSENT_MS).unwrap();
    assert_eq!(tries(&sofia(), 100, 1, NOW + 2 * FILE_UNSENT_MS), Err(Code::FileQuota));
    assert_eq!(tries(&Somebody::Visitor(visitor(2)), 101, 1, NOW + 100), Ok(()));
    assert_eq!(tries(&sofia(), 102, 1, NOW + FILE_WINDOW_MS + 1), Ok(()));
    let megabytes = 10 * 1024 * 1024;
    for n in 200..210 {
        tries(&anna(1), n, megabytes, NOW).unwrap();
    }
    assert_eq!(tries(&anna(1), 210, 1, NOW), Err(Code::FileQuota));
}

#[test]
fn a_shard_keeps_only_so_much_that_nobody_sent() {
    // T30
    let sql = Memory::migrated(FILES);
    let statement = "INSERT INTO files (id, at, look_at, name, kind, bytes) VALUES ('x', 0, 0, 'x', 'x', ?)";
    sql.run(statement, crate::values![FILE_BYTES_UNSENT]).unwrap();
    let refused = bring(&sql, &sofia(), of_size(1), file(1), NOW).unwrap_err();
    assert_eq!(refused.code(), Code::FileQuota);
}

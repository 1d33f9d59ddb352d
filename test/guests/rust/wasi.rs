//! What Rust's own library does with WASI: `guest list` prints the cases, `guest NAME` runs one.
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

type Case = (&'static str, fn());

const CASES: &[Case] = &[
    ("environment", || {
        let args: Vec<String> = std::env::args().skip(2).collect();
        assert_eq!(args, ["a b", "é"]);
        assert_eq!(std::env::var("A").unwrap(), "one");
        assert_eq!(std::env::var("TEXT").unwrap(), "a=é");
        assert!(std::env::var("NONE").is_err());
    }),
    ("read_and_write", || {
        fs::write("/file", "hello").unwrap();
        assert_eq!(fs::read_to_string("/file").unwrap(), "hello");
        assert_eq!(fs::metadata("/file").unwrap().len(), 5);
        assert_eq!(fs::copy("/file", "/second/copy").unwrap(), 5);
        assert_eq!(fs::read("/second/copy").unwrap(), b"hello");
    }),
    ("append_and_seek", || {
        fs::write("/file", "ab").unwrap();
        OpenOptions::new().append(true).open("/file").unwrap().write_all(b"cd").unwrap();
        let mut file = OpenOptions::new().read(true).write(true).open("/file").unwrap();
        assert_eq!(file.seek(SeekFrom::End(-1)).unwrap(), 3);
        let mut rest = String::new();
        file.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "d");
        file.set_len(1).unwrap();
        file.sync_all().unwrap();
        assert_eq!(fs::read_to_string("/file").unwrap(), "a");
    }),
    ("folders", || {
        fs::create_dir_all("/a/b/c").unwrap();
        File::create("/a/b/file").unwrap();
        let mut names: Vec<String> =
            fs::read_dir("/a/b").unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, ["c", "file"]);
        assert_eq!(fs::create_dir("/a").unwrap_err().kind(), ErrorKind::AlreadyExists);
    }),
    ("remove_dir_all", || {
        fs::create_dir_all("/a/b/c").unwrap();
        fs::write("/a/b/file", "x").unwrap();
        fs::remove_dir_all("/a").unwrap();
        assert_eq!(fs::metadata("/a").unwrap_err().kind(), ErrorKind::NotFound);
    }),
    ("rename_and_remove", || {
        fs::write("/file", "x").unwrap();
        fs::rename("/file", "/moved").unwrap();
        assert_eq!(fs::metadata("/file").unwrap_err().kind(), ErrorKind::NotFound);
        fs::hard_link("/moved", "/linked").unwrap();
        fs::remove_file("/moved").unwrap();
        assert_eq!(fs::read_to_string("/linked").unwrap(), "x");
        assert!(fs::remove_dir("/linked").is_err());
    }),
    ("create_new", || {
        File::create("/file").unwrap();
        let error = OpenOptions::new().write(true).create_new(true).open("/file").unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    }),
    ("missing", || {
        assert_eq!(File::open("/none").unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(fs::read_dir("/none").map(|_| ()).unwrap_err().kind(), ErrorKind::NotFound);
        assert!(File::open("/../../etc/passwd").is_err());
    }),
    ("times_of_files", || {
        fs::write("/file", "x").unwrap();
        let modified = fs::metadata("/file").unwrap().modified().unwrap();
        let now = SystemTime::now();
        assert!(modified > UNIX_EPOCH + Duration::from_secs(1_704_067_200));
        assert!(modified < now + Duration::from_secs(60));
    }),
    ("sleep", || {
        let begin = Instant::now();
        std::thread::sleep(Duration::from_millis(20));
        assert!(begin.elapsed() >= Duration::from_millis(20));
    }),
    ("stdin_at_its_end", || {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).unwrap();
        assert_eq!(text, "");
    }),
    ("random_maps", || {
        let map: std::collections::HashMap<u32, u32> = (0..100).map(|one| (one, one * 2)).collect();
        assert_eq!(map[&7], 14);
    }),
];

fn main() {
    let wanted = std::env::args().nth(1).unwrap_or_default();
    for (name, run) in CASES {
        if wanted == "list" {
            println!("{name}");
        } else if wanted == *name {
            run();
            eprintln!("ok {name}");
        }
    }
}

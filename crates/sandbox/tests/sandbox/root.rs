//! What a job sees of files.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use ionet_sandbox::{Bind, End, Root, Sandbox, SandboxError};

use crate::kit::Kit;

/// A root file system of this machine's loader, C library and shell.
fn root_file_system(folder: &Path) {
    fs::create_dir_all(folder.join("usr/bin")).expect("a folder");
    fs::create_dir_all(folder.join("etc")).expect("a folder");
    fs::create_dir_all(folder.join("data/in")).expect("a folder");
    symlink("usr/bin", folder.join("bin")).expect("a link");
    // A client may put in what it likes.
    symlink("../../../../../../../etc", folder.join("up")).expect("a link");
    symlink("/proc/1/root", folder.join("out-by-proc")).expect("a link");
    fs::write(folder.join("etc/own"), "the client's own").expect("a file");
    fs::copy("/bin/sh", folder.join("usr/bin/sh")).expect("the shell");
    let listed = Command::new("ldd").arg("/bin/sh").output().expect("ldd");
    let listed = String::from_utf8(listed.stdout).expect("text");
    for path in listed
        .split_whitespace()
        .filter(|word| word.starts_with('/'))
    {
        let target = folder.join(path.trim_start_matches('/'));
        fs::create_dir_all(target.parent().expect("a folder")).expect("a folder");
        fs::copy(path, target).expect("a library");
    }
}

fn in_root(kit: &Kit, script: &str) -> Sandbox {
    let folder = kit.world.folder().join("root");
    if !folder.exists() {
        fs::create_dir(&folder).expect("a folder");
        root_file_system(&folder);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("open");
    }
    Sandbox {
        root: Root::Directory(folder),
        argv: ["sh", "-c", script].map(str::to_owned).into(),
        ..kit.sandbox(&[])
    }
}

#[test]
fn a_root_file_system_is_all_there_is() {
    let kit = Kit::new();
    let script = "read own < /etc/own; echo \"$own\"; \
                  [ -e /etc/passwd ] && echo host; [ -e /usr/bin/env ] && echo host; \
                  echo x > /etc/own && echo written; echo x > /tmp/x && echo scratch; \
                  echo x > /out/x && echo output; [ -c /dev/null ] && [ -d /proc/self ] && echo kernel; \
                  [ -e /up/hostname ] && echo up; [ -e /out-by-proc/etc ] && echo proc";
    let run = kit.run(&in_root(&kit, script));
    assert_eq!(
        run.stdout,
        "the client's own\nscratch\noutput\nkernel\n",
        "{}",
        run.story()
    );
}

#[test]
fn nothing_is_mounted_over_a_link_of_the_clients() {
    let kit = Kit::new();
    let source = kit.world.folder().join("kit");
    for target in ["/up/inputs", "/out-by-proc/inputs"] {
        let mut sandbox = in_root(&kit, "exit 0");
        sandbox.inputs = vec![Bind::new(&source, target)];
        let error = kit.try_run(&sandbox).err().expect("refused");
        assert!(matches!(&error, SandboxError::Launch { .. }), "{error:?}");
        assert!(error.to_string().contains(target), "{error}");
    }
    assert!(!Path::new("/etc/inputs").exists());
}

#[test]
fn inputs_are_there_and_cannot_be_changed() {
    let kit = Kit::new();
    let inputs = kit.world.folder().join("inputs");
    fs::create_dir(&inputs).expect("a folder");
    fs::write(inputs.join("a"), "input").expect("a file");
    fs::set_permissions(&inputs, fs::Permissions::from_mode(0o777)).expect("open");
    fs::set_permissions(inputs.join("a"), fs::Permissions::from_mode(0o666)).expect("open");
    let script = "cat /data/in/a /data/one; echo x > /data/in/a; echo x > /data/in/b; echo x >> /data/one; rm -f /data/in/a; cat /data/in/a";
    for root in [true, false] {
        let mut sandbox = if root {
            in_root(&kit, script)
        } else {
            kit.sandbox(&[])
        };
        if root {
            sandbox.argv[2] = sandbox.argv[2]
                .replace("cat /data/in/a /data/one", "read a < /data/in/a; echo $a")
                .replace(
                    "rm -f /data/in/a; cat /data/in/a",
                    "read a < /data/in/a; echo $a",
                );
        } else {
            sandbox.argv = ["sh", "-c", script].map(str::to_owned).into();
        }
        sandbox.inputs = vec![Bind::new(&inputs, "/data/in")];
        sandbox.read_only.push(Bind::new(
            inputs.join("a"),
            if root { "/one" } else { "/data/one" },
        ));
        let expected = if root {
            "input\ninput\n"
        } else {
            "inputinputinput"
        };
        let run = kit.run(&sandbox);
        assert_eq!(run.outcome.end, End::Exited(0), "{}", run.story());
        assert_eq!(run.stdout, expected, "{}", run.story());
    }
    assert_eq!(
        fs::read_to_string(inputs.join("a")).expect("the input"),
        "input"
    );
    assert_eq!(fs::read_dir(&inputs).expect("the inputs").count(), 1);
}

#[test]
fn the_environment_is_what_was_given() {
    let kit = Kit::new();
    let mut sandbox = kit.sandbox(&[]);
    sandbox.argv = vec!["env".to_owned()];
    sandbox.env.insert("LANG".to_owned(), "C".to_owned());
    let run = kit.run(&sandbox);
    let mut lines: Vec<_> = run.stdout.lines().collect();
    lines.sort_unstable();
    let mark = format!("MARK={}", kit.world.mark());
    let expected = [
        "HOME=/tmp",
        "LANG=C",
        &mark,
        "PATH=/usr/local/bin:/usr/bin:/bin",
        "TMPDIR=/tmp",
        "USER=job",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn one_jobs_scratch_is_not_anothers() {
    let kit = Kit::new();
    for _ in 0..2 {
        let mut sandbox = kit.sandbox(&[]);
        let script = "ls -A /tmp /dev/shm /out; echo secret > /tmp/a; echo secret > /dev/shm/b";
        sandbox.argv = ["sh", "-c", script].map(str::to_owned).into();
        let run = kit.run(&sandbox);
        assert_eq!(
            run.stdout,
            "/dev/shm:\n\n/out:\n\n/tmp:\n",
            "{}",
            run.story()
        );
    }
}

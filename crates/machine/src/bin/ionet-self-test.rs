//! The launcher of sandboxes and the self-test that runs in them, in one small program.

fn main() {
    ionet_sandbox::run_if_launcher();
    ionet_machine::run_if_self_test();
    std::process::exit(2);
}

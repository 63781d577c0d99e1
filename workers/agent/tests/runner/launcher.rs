//! What becomes the sandbox's monitor in the tests: never installed.

fn main() {
    ionet_sandbox::run_if_launcher();
}

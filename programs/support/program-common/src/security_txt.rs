//! The security contact inside a program's binary, in the `security.txt` form that
//! explorers look for: between two markers, keys and values ended by zero bytes. It stands
//! in a section whose name begins with `.rodata`, as the linker drops other names.

/// Places a security contact in the program's binary. Takes the program's name.
#[macro_export]
macro_rules! security_txt {
    ($name:literal) => {
        #[cfg(target_os = "solana")]
        #[used]
        #[unsafe(link_section = ".rodata.security.txt")]
        static SECURITY_TXT: [u8; SECURITY_TEXT.len()] = {
            let mut bytes = [0u8; SECURITY_TEXT.len()];
            bytes.copy_from_slice(SECURITY_TEXT.as_bytes());
            bytes
        };

        /// Security contact of this program, as explorers read it from the binary.
        pub const SECURITY_TEXT: &str = concat!(
            "=======BEGIN SECURITY.TXT V1=======\0",
            "name\0",
            $name,
            "\0contacts\0",
            "text:private security advisory on the project's repository\0",
            "policy\0",
            "See SECURITY.md in the source repository. Unaudited software.\0",
            "preferred_languages\0en\0",
            "auditors\0None\0",
            "=======END SECURITY.TXT V1=======\0",
        );
    };
}

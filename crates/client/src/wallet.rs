//! Keypair files in the format of Solana's own tools: a JSON array of 64 bytes.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

use solana_keypair::Keypair;

use crate::error::ClientError;

/// Reads a keypair file.
///
/// # Errors
/// [`ClientError::Wallet`] when the file is missing, cannot be read or holds no keypair.
pub fn read(path: &Path) -> Result<Keypair, ClientError> {
    let wrong = |reason: String| ClientError::Wallet {
        path: path.to_owned(),
        reason,
    };
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            wrong("there is no such file; make one with `ionet wallet new`".to_owned())
        }
        _ => wrong(format!("it cannot be read: {error}")),
    })?;
    // The reason never quotes the content: it may be most of a secret.
    let bytes: Vec<u8> = serde_json::from_str(&text)
        .map_err(|_| wrong("it is not a JSON array of 64 numbers from 0 to 255".to_owned()))?;
    if bytes.len() != Keypair::SECRET_KEY_LENGTH * 2 {
        return Err(wrong(format!(
            "it holds {} bytes, expected 64",
            bytes.len()
        )));
    }
    Keypair::try_from(bytes.as_slice())
        .map_err(|_| wrong("its public half does not belong to its secret half".to_owned()))
}

/// Writes a new keypair file that only its owner can read (mode 0600).
///
/// # Errors
/// [`ClientError::Wallet`] when the file exists (it is never overwritten) or cannot be written.
pub fn write_new(path: &Path, keypair: &Keypair) -> Result<(), ClientError> {
    let wrong = |reason: String| ClientError::Wallet {
        path: path.to_owned(),
        reason,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| wrong(format!("its folder cannot be made: {error}")))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            wrong("it exists; a wallet is never overwritten, choose another name".to_owned())
        }
        _ => wrong(format!("it cannot be created: {error}")),
    })?;
    let text = serde_json::to_string(&keypair.to_bytes().to_vec())
        .map_err(|error| wrong(format!("it cannot be encoded: {error}")))?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|error| wrong(format!("it cannot be written: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use solana_signer::Signer;

    #[test]
    fn what_is_written_is_read_and_only_the_owner_may_read_it() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("wallets/one.json");
        let keypair = Keypair::new();
        write_new(&path, &keypair).unwrap();
        assert_eq!(read(&path).unwrap().pubkey(), keypair.pubkey());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }

    #[test]
    fn a_wallet_is_never_overwritten() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("one.json");
        let first = Keypair::new();
        write_new(&path, &first).unwrap();
        let error = write_new(&path, &Keypair::new()).unwrap_err().to_string();
        assert!(error.contains("never overwritten"), "{error}");
        assert_eq!(read(&path).unwrap().pubkey(), first.pubkey());
    }

    #[test]
    fn damaged_files_are_refused_without_showing_their_content() {
        let temp = tempfile::tempdir().unwrap();
        let mut swapped = Keypair::new().to_bytes();
        swapped[63] ^= 1;
        let table = [
            ("[7,7,7]".to_owned(), "3 bytes, expected 64"),
            ("[300]".to_owned(), "not a JSON array"),
            ("secret words".to_owned(), "not a JSON array"),
            (
                serde_json::to_string(&swapped.to_vec()).unwrap(),
                "public half",
            ),
        ];
        for (content, expected) in table {
            let path = temp.path().join("damaged.json");
            fs::write(&path, &content).unwrap();
            let error = read(&path).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
            assert!(!error.contains(&content), "{error}");
        }
        let error = read(&temp.path().join("none.json"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("ionet wallet new"), "{error}");
    }
}

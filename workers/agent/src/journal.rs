//! The memory that survives a crash.

use std::{path::Path, time::Duration};

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::lease::{Lease, Progress};

/// The layout that this program writes.
const VERSION: u32 = 1;
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// `SQLite`'s own error: the disk is full, the file is damaged, another agent holds it.
    #[error("the agent's journal: {0}; nothing was changed")]
    Sqlite(#[from] rusqlite::Error),
    /// A newer program wrote it.
    #[error(
        "the agent's journal has version {found}, and this program knows {VERSION}: update ionet"
    )]
    Newer {
        /// Its version.
        found: u32,
    },
    /// A lease that is not readable.
    #[error("the agent's journal holds an unreadable lease: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// There is no such lease.
    #[error("the agent's journal has no lease of this claim")]
    Unknown,
}

/// The leases of one agent, in one file. What a method wrote is on the disk when it returns.
pub struct Journal {
    connection: Connection,
}

impl Journal {
    /// Opens the journal, or makes a new one. One agent at a time holds it.
    ///
    /// # Errors
    /// [`JournalError`]; also when another agent holds it.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        // Two agents with one device would each kill what the other runs.
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // Through a power cut too: a salt that was committed to must not be lost.
        connection.pragma_update(None, "synchronous", "FULL")?;
        let mut journal = Self { connection };
        journal.upgrade()?;
        Ok(journal)
    }

    fn upgrade(&mut self) -> Result<(), JournalError> {
        let change = self.connection.transaction()?;
        let found: u32 = change.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found > VERSION {
            return Err(JournalError::Newer { found });
        }
        if found == 0 {
            change.execute_batch(
                "CREATE TABLE leases (
                     claim BLOB PRIMARY KEY CHECK (length(claim) = 32),
                     job BLOB NOT NULL CHECK (length(job) = 32),
                     spec BLOB NOT NULL CHECK (length(spec) = 32),
                     gpus INTEGER NOT NULL CHECK (gpus > 0),
                     progress TEXT NOT NULL
                 ) STRICT;",
            )?;
        }
        change.pragma_update(None, "user_version", VERSION)?;
        change.commit()?;
        Ok(())
    }

    /// Remembers a lease before its claim is sent. What is known already stays as it is.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn want(&self, lease: &Lease) -> Result<(), JournalError> {
        let progress = serde_json::to_string(&lease.progress)?;
        self.connection.execute(
            "INSERT INTO leases (claim, job, spec, gpus, progress) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (claim) DO NOTHING",
            params![lease.claim, lease.job, lease.spec, lease.gpus, progress],
        )?;
        Ok(())
    }

    /// Remembers how far a lease is.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn advance(&self, claim: &[u8; 32], progress: &Progress) -> Result<(), JournalError> {
        let changed = self.connection.execute(
            "UPDATE leases SET progress = ?2 WHERE claim = ?1",
            params![claim, serde_json::to_string(progress)?],
        )?;
        if changed == 0 {
            return Err(JournalError::Unknown);
        }
        Ok(())
    }

    /// All leases.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn leases(&self) -> Result<Vec<Lease>, JournalError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT claim, job, spec, gpus, progress FROM leases ORDER BY rowid")?;
        let rows = query.query_map([], |row| {
            let lease = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((lease, row.get::<_, String>(4)?))
        })?;
        let mut leases = Vec::new();
        for row in rows {
            let ((claim, job, spec, gpus), progress) = row?;
            leases.push(Lease {
                claim,
                job,
                spec,
                gpus,
                progress: serde_json::from_str(&progress)?,
            });
        }
        Ok(leases)
    }

    /// How far one lease is.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn progress(&self, claim: &[u8; 32]) -> Result<Option<Progress>, JournalError> {
        let text: Option<String> = self
            .connection
            .query_row(
                "SELECT progress FROM leases WHERE claim = ?1",
                params![claim],
                |row| row.get(0),
            )
            .optional()?;
        text.map(|text| Ok(serde_json::from_str(&text)?))
            .transpose()
    }

    /// Forgets a lease. Again is no error.
    ///
    /// # Errors
    /// [`JournalError`].
    pub fn forget(&self, claim: &[u8; 32]) -> Result<(), JournalError> {
        self.connection
            .execute("DELETE FROM leases WHERE claim = ?1", params![claim])?;
        Ok(())
    }
}

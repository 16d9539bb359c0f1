//! Files of one generation as tantivy sees them: mapped into memory for reading; written with the user's own mode bits
//! and made durable with their folder. Reading never writes, so an index on a read-only disk can be searched.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

/// Begins the names of files that are being written; what a killed process left is swept by the next writer.
pub(super) const UNFINISHED: &str = ".tmp-";

/// The file in which tantivy keeps which segments there are; its replacement is what makes a commit.
const META: &str = "meta.json";

/// What the folder is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Nothing is written, not even a lock file.
    Read,
    /// For the one writer, who holds the lock of the whole index.
    Write,
}

/// A folder of index files.
#[derive(Clone, Debug)]
pub(super) struct Folder {
    inner: MmapDirectory,
    path: PathBuf,
    access: Access,
}

impl Folder {
    pub(super) fn open(path: &Path, access: Access) -> io::Result<Self> {
        let inner = MmapDirectory::open(path).map_err(io::Error::other)?;
        Ok(Self { inner, path: path.to_owned(), access })
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.inner.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let data = self.inner.atomic_read(path)?;
        unseal(data).ok_or_else(|| {
            let error =
                io::Error::new(io::ErrorKind::InvalidData, format!("{}: its checksum is wrong", path.display()));
            OpenReadError::wrap_io_error(error, path.to_owned())
        })
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if self.access == Access::Read {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the index is open for reading"));
        }
        replace(&self.path.join(path), &seal(data))?;
        if path == Path::new(META) { self.sync_directory() } else { Ok(()) }
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.inner.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let path = self.path.join(&lock.filepath);
        let held: Box<Option<File>> = Box::new(match self.access {
            // Readers only keep the writer from removing files while they open them. Where that cannot be asked for,
            // opening is tried again if a file has gone.
            Access::Read => File::open(path).ok().filter(|file| file.lock_shared().is_ok()),
            // The lock of the whole index is held already.
            Access::Write if lock.filepath == INDEX_WRITER_LOCK.filepath => None,
            Access::Write => {
                let file = OpenOptions::new().write(true).create(true).truncate(false).open(path);
                let file = file.map_err(|error| LockError::IoError(Arc::new(error)))?;
                file.lock().ok().map(|()| file)
            }
        });
        Ok(DirectoryLock::from(held))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// Begins the last line of a small file: tantivy keeps checksums of all its files but these.
const SEAL: &str = "blake3 ";

/// Adds a line with the digest of the rest.
fn seal(data: &[u8]) -> Vec<u8> {
    [data, b"\n", SEAL.as_bytes(), blake3::hash(data).to_hex().as_bytes(), b"\n"].concat()
}

/// Takes the line off again, if it is right.
fn unseal(mut data: Vec<u8>) -> Option<Vec<u8>> {
    let line = 1 + SEAL.len() + 2 * blake3::OUT_LEN + 1;
    let len = data.len().checked_sub(line)?;
    let whole = seal(&data[..len]) == data;
    data.truncate(len);
    whole.then_some(data)
}

/// Replaces a file by one with the given bytes, all or nothing; the folder is not made durable.
pub(super) fn replace(path: &Path, data: &[u8]) -> io::Result<()> {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let unfinished = path.with_file_name(format!("{UNFINISHED}{}-{number}", std::process::id()));
    let written = write_durably(&unfinished, data).and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn write_durably(path: &Path, data: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(data)?;
    file.sync_data()
}

/// Makes names in a folder durable.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    File::open(path)?.sync_data()
}

/// Removes what a killed process left half written. Only for the one writer.
pub(super) fn sweep(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

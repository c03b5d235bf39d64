"""Keeps one worker process alive, and ends it when a running job is cancelled."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
from typing import Final

from endrange.domain.errors import OutputError
from endrange.web.config import ServeConfig
from endrange.web.store import Store

#: How often the worker is looked at; after a death a new one starts as quickly.
_LOOK_EVERY_S: Final = 0.3

#: A worker that dies at once is started again after this long, so that a broken machine is not kept busy.
_PAUSE_S: Final = 2.0


class Supervisor:
    """One worker process and the thread that watches it."""

    def __init__(self, config: ServeConfig, store: Store) -> None:
        self._config = config
        self._store = store
        self._stop = threading.Event()
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._lock: sqlite3.Connection | None = None

    def start(self) -> None:
        """Lock the data folder, queue again what was left running, and start.

        Raises
        ------
        OutputError
            When another server uses the folder.
        """
        self._lock = self._locked()
        self._store.forget_uploads()
        self._store.jobs.forgive()
        if self._config.worker:
            self._start_worker()
            self._thread = threading.Thread(target=self._watch, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the worker; its job waits for the next start."""
        self._stop.set()
        self.end_worker()
        if self._thread is not None:
            self._thread.join(timeout=10.0)
        self._store.jobs.forgive()
        if self._lock is not None:
            self._lock.close()

    def end_worker(self) -> None:
        """End the present worker process and wait until it is gone."""
        with self._guard:
            process = self._process
            if process is None:
                return
            process.kill()
            process.wait()
            if process.stdin is not None:
                process.stdin.close()
            self._process = None

    def _start_worker(self) -> None:
        with self._guard:
            command = [*self._config.worker, str(self._config.data)]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE)

    def _watch(self) -> None:
        while not self._stop.wait(_LOOK_EVERY_S):
            process = self._process
            if process is not None and process.poll() is None:
                continue
            died = process is not None
            self.end_worker()
            self._store.jobs.recover()
            if died and self._stop.wait(_PAUSE_S):
                return
            self._start_worker()

    def _locked(self) -> sqlite3.Connection:
        """A lock that the system lets go when this process ends, however it ends."""
        path = self._config.data / "lock.sqlite3"
        lock = sqlite3.connect(path, timeout=1.0, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            lock.close()
            raise OutputError(
                f"Another server uses {self._config.data}; end it, or choose another folder with --data.", path
            ) from error
        return lock

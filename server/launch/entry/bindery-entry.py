#!/usr/bin/env python3
"""Runs the server of one session and outlives everybody else who knows about it.

    bindery-entry.py run [options] -- COMMAND...
    bindery-entry.py handed-over FILE -- COMMAND...

`run` starts `[start script] COMMAND` in a process group of its own, passes its output on and into a log file of bounded
size, forwards signals, ends it at its maximum age, ends whatever it left behind, writes an exit record and exits with
its code. `handed-over` is what a start script gets as its "$@": it tells `run` that the server begins, and becomes it.

Standard library of Python 3.6 only: this file also runs inside images, under whatever python3 there is. It writes the
log, the exit record and the hand-over file, where its options say, and nothing else anywhere.
"""

import argparse
import ctypes
import errno
import json
import os
import selectors
import signal
import sys
import time

CHUNK = 65536
# How often the hand-over file, and processes that were asked to end, are looked at.
LOOK_SECONDS = 0.1
# Between asking what the server left behind to end, and making sure.
LEFTOVER_SECONDS = 2.0
# Raised by a program's own fault or by a reader of ours that went away, never a message from somebody.
OWN_FAULTS = ("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGPIPE", "SIGXFSZ")
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def prctl(option, value):
    """True where the kernel did it; on other systems than Linux there is nothing of the kind."""
    try:
        return ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) == 0
    except (OSError, AttributeError, TypeError):
        return False


def write_all(fd, data):
    while data:
        data = data[os.write(fd, data):]


class Log:
    """A log file of at most `cap` bytes: its newest half in FILE, what was before in FILE.1, the rest dropped.

    A disk that is full, or a file that cannot be opened, costs lines of the log, never the session. Once there is room
    again the log goes on, with a note of how much is missing.
    """

    def __init__(self, path, cap):
        self.path, self.half = path, max(1, cap // 2)
        self.fd, self.size, self.lost = -1, 0, 0

    def write(self, data):
        try:
            self._note_loss()
            self._append(data)
        except OSError:
            self.lost += len(data)

    def _note_loss(self):
        if self.lost:
            self._append(b"[bindery] %d bytes of output could not be written here\n" % self.lost)
            self.lost = 0

    def _append(self, data):
        while data:
            if self.fd < 0:
                self._open()
            elif self.size >= self.half:
                self._rotate()
            room = self.half - self.size
            written = os.write(self.fd, data[:room])
            self.size += written
            data = data[written:]

    def _open(self):
        self.fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.size = os.fstat(self.fd).st_size

    def _rotate(self):
        os.close(self.fd)
        self.fd = -1
        os.rename(self.path, self.path + ".1")
        self._open()


class Output:
    """Where the server's output goes: the log, and this script's own standard output while somebody reads it."""

    def __init__(self, log):
        self.log, self.passing = log, True

    def write(self, data):
        if self.log:
            self.log.write(data)
        if self.passing:
            try:
                write_all(1, data)
            except OSError as error:
                self.passing = error.errno == errno.ENOSPC

    def say(self, text):
        self.write(("[bindery] %s\n" % text).encode())


class Session:
    def __init__(self, options, command):
        self.options, self.command = options, command
        self.output = Output(Log(options.log, options.log_cap) if options.log else None)
        self.received = []
        self.status = None
        self.reason = None
        self.asked_to_end = False
        self.watching_start = False
        self.kill_at = self.start_until = self.max_age_at = None
        self.adopts = prctl(PR_SET_CHILD_SUBREAPER, 1)

    def run(self):
        self.listen_for_signals()
        try:
            self.start()
        except OSError as error:
            self.output.say("%s cannot be started: %s" % (self.command[0], error.strerror))
            self.record(127, None, "could-not-start")
            return 127
        while self.status is None:
            self.step(self.patience())
        self.end_leftovers()
        self.drain()
        return self.conclude()

    # Starting

    def listen_for_signals(self):
        """Signals are noted by a handler and acted upon in the loop, which the wake-up pipe interrupts."""
        self.wake_read, wake_write = os.pipe()
        for fd in (self.wake_read, wake_write):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.wake_read, selectors.EVENT_READ)
        for number in catchable_signals():
            signal.signal(number, lambda received, _frame: self.received.append(received))

    def start(self):
        argv = self.arguments()
        failed_read, failed_write = os.pipe()
        self.output_read, output_write = os.pipe()
        # Until the server's group exists nothing could be forwarded to it: what comes meanwhile waits.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, catchable_signals())
        parent = os.getpid()
        self.child = os.fork()
        if self.child == 0:
            become(argv, output_write, failed_write, parent)
        os.close(failed_write)
        os.close(output_write)
        with os.fdopen(failed_read, "rb") as pipe:
            failure = pipe.read()
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        if failure:
            os.waitpid(self.child, 0)
            raise OSError(int(failure), os.strerror(int(failure)))
        os.set_blocking(self.output_read, False)
        self.selector.register(self.output_read, selectors.EVENT_READ)
        now = time.monotonic()
        self.max_age_at = now + self.options.max_age if self.options.max_age else None
        self.start_until = now + self.options.start_timeout if self.watching_start else None

    def arguments(self):
        """The start script, where there is one, with the server behind a stub that tells when it takes over."""
        self.watching_start = bool(self.options.hand_over) and self.make_hand_over_file()
        if not self.options.start:
            return self.command
        stub = []
        if self.watching_start:
            stub = [sys.executable, "-I", "-S", os.path.abspath(__file__), "handed-over", self.options.hand_over, "--"]
        return [self.options.start] + stub + self.command

    def make_hand_over_file(self):
        """The stub removes it. Removing works on a full disk too; writing might not."""
        try:
            os.close(os.open(self.options.hand_over, os.O_WRONLY | os.O_CREAT, 0o600))
            return True
        except OSError as error:
            self.output.say("the start script is not watched: %s" % error.strerror)
            return False

    # While it runs

    def patience(self):
        """Seconds that the loop may sleep."""
        if self.watching_start:
            return LOOK_SECONDS
        times = [moment for moment in (self.kill_at, self.max_age_at) if moment is not None]
        return max(0.0, min(times) - time.monotonic()) if times else None

    def step(self, seconds):
        for key, _events in self.selector.select(seconds):
            if key.fd == self.wake_read:
                self.empty_wake_pipe()
            else:
                self.pump()
        self.forward_signals()
        self.reap()
        if self.status is None:
            self.keep_deadlines()

    def empty_wake_pipe(self):
        try:
            os.read(self.wake_read, CHUNK)
        except BlockingIOError:
            pass

    def pump(self):
        """Passes on what the server wrote. False when there is nothing (more)."""
        try:
            data = os.read(self.output_read, CHUNK)
        except BlockingIOError:
            return False
        if data:
            self.output.write(data)
            return True
        self.selector.unregister(self.output_read)
        os.close(self.output_read)
        self.output_read = -1
        return False

    def forward_signals(self):
        while self.received:
            number = self.received.pop(0)
            if number == signal.SIGCHLD:
                continue
            self.signal_group(number)
            if number == signal.SIGTERM:
                # A second request means: now.
                self.end("stopped", 0 if self.asked_to_end else self.options.stop_grace)
                self.asked_to_end = True

    def signal_group(self, number):
        try:
            os.killpg(self.child, number)
        except (ProcessLookupError, PermissionError):
            pass

    def reap(self):
        """Collects every child that ended, its own and adopted ones."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self.child:
                self.status = status

    def keep_deadlines(self):
        now = time.monotonic()
        if self.watching_start and not os.path.exists(self.options.hand_over):
            self.watching_start = False
        if self.watching_start and self.reason is None and now >= self.start_until:
            self.output.say("the start script did not hand over within %d s" % self.options.start_timeout)
            self.ask_to_end("start-did-not-hand-over")
        if self.max_age_at is not None and now >= self.max_age_at:
            self.max_age_at = None
            self.output.say("the session's maximum age of %d s is reached" % self.options.max_age)
            self.ask_to_end("max-age")
        if self.kill_at is not None and now >= self.kill_at:
            self.kill_at = now + LOOK_SECONDS
            self.signal_group(signal.SIGKILL)

    def ask_to_end(self, reason):
        self.signal_group(signal.SIGTERM)
        self.signal_group(signal.SIGCONT)
        self.end(reason, self.options.stop_grace)

    def end(self, reason, grace):
        self.reason = self.reason or reason
        moment = time.monotonic() + grace
        self.kill_at = moment if self.kill_at is None else min(self.kill_at, moment)

    # The end

    def end_leftovers(self):
        """Ends what the server left behind, daemons that it started included where the kernel hands them to us."""
        kill_at = time.monotonic() + LEFTOVER_SECONDS
        number = signal.SIGTERM
        while self.leftovers():
            if number is not None:
                for pid in self.leftovers():
                    send(pid, number)
            impatient = time.monotonic() >= kill_at or (self.kill_at or kill_at) <= time.monotonic()
            number = signal.SIGKILL if impatient else None
            self.selector.select(LOOK_SECONDS)
            self.empty_wake_pipe()
            if self.output_read >= 0:
                self.pump()
            self.forward_signals()
            self.reap()

    def leftovers(self):
        if self.adopts:
            return descendants(os.getpid())
        try:
            os.killpg(self.child, 0)
            return [-self.child]
        except (ProcessLookupError, PermissionError):
            return []

    def drain(self):
        while self.output_read >= 0 and self.pump():
            pass

    def conclude(self):
        if os.WIFSIGNALED(self.status):
            number = os.WTERMSIG(self.status)
            self.record(None, signal_name(number), self.reason or "killed")
            return 128 + number
        code = os.WEXITSTATUS(self.status)
        self.record(code, None, self.reason or "exited")
        return code

    def record(self, code, signal_text, reason):
        """Written last and all at once: where it exists, nothing of the session runs any more."""
        if not self.options.exit:
            return
        handed_over = not (self.watching_start and os.path.exists(self.options.hand_over))
        record = {
            "exitCode": code,
            "signal": signal_text,
            "reason": reason,
            "handedOver": handed_over,
            "endedAt": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        try:
            with open(self.options.exit + ".new", "w") as file:
                json.dump(record, file)
                file.flush()
                os.fsync(file.fileno())
            os.rename(self.options.exit + ".new", self.options.exit)
        except OSError as error:
            self.output.say("the exit record cannot be written: %s" % error.strerror)


def become(argv, output_write, failed_write, parent):
    """In the child: becomes the server, or tells why not."""
    try:
        os.setsid()
        # Without this script nobody keeps the session's limits: it ends with it, even when it is killed.
        prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output_write, 1)
        os.dup2(output_write, 2)
        for number in signal.Signals:
            if number not in (signal.SIGKILL, signal.SIGSTOP):
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.execvp(argv[0], argv)
    except OSError as error:
        os.write(failed_write, str(error.errno).encode())
    finally:
        os._exit(127)


def catchable_signals():
    kept = {getattr(signal, name) for name in OWN_FAULTS if hasattr(signal, name)}
    kept.update((signal.SIGKILL, signal.SIGSTOP))
    return [number for number in signal.Signals if number not in kept]


def signal_name(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return "signal %d" % number


def send(pid, number):
    try:
        os.kill(pid, number)
        if number == signal.SIGTERM:
            os.kill(pid, signal.SIGCONT)
    except (ProcessLookupError, PermissionError):
        pass


def descendants(root):
    """Pids of everything below `root`, without what has ended and only waits to be collected (from Linux's /proc)."""
    children = {}
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, "rb") as file:
                state, parent = file.read().rpartition(b")")[2].split()[:2]
        except (OSError, ValueError):
            continue
        children.setdefault(int(parent), []).append((int(name), state))
    found, todo = [], [root]
    while todo:
        for pid, state in children.get(todo.pop(), []):
            todo.append(pid)
            if state not in (b"Z", b"X"):
                found.append(pid)
    return found


def parse(arguments):
    parser = argparse.ArgumentParser(prog="bindery-entry.py run")
    parser.add_argument("--log", help="file that the output is written to")
    parser.add_argument("--log-cap", type=int, default=10 * 1024 * 1024, help="bytes of the log")
    parser.add_argument("--exit", help="file of the exit record")
    parser.add_argument("--max-age", type=float, default=0, help="seconds after which the session is ended; 0: never")
    parser.add_argument("--start", help="start script that is run with the command as its arguments")
    parser.add_argument("--hand-over", help="file that is there until a start script has handed over")
    parser.add_argument("--start-timeout", type=float, default=60, help="seconds in which it must hand over")
    parser.add_argument("--stop-grace", type=float, default=10, help="seconds between SIGTERM and SIGKILL")
    parser.add_argument("--wait", action="store_true", help="start once a line comes on standard input, else not at all")
    return parser.parse_args(arguments)


def hand_over(path, command):
    try:
        os.unlink(path)
    except OSError:
        pass
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.stderr.write("[bindery] %s cannot be started: %s\n" % (command[0], error.strerror))
        return 127


def main(arguments):
    verb, rest = arguments[:1], arguments[1:]
    if "--" not in rest or not rest[rest.index("--") + 1:]:
        sys.stderr.write("usage: bindery-entry.py run [options] -- COMMAND...\n")
        return 2
    split = rest.index("--")
    options, command = rest[:split], rest[split + 1:]
    if verb == ["handed-over"] and len(options) == 1:
        return hand_over(options[0], command)
    parsed = parse(options)
    if parsed.wait and not sys.stdin.readline():
        return 125
    return Session(parsed, command).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

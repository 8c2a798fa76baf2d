"""What a user can put right: sentences that say what, where and what next, each with its exit status."""


class IopctlError(Exception):
    """A problem the user can fix. The message is one sentence for stderr and never holds patient text."""

    exit_code = 3


class UsageError(IopctlError):
    """The command line asks for something that has no meaning."""

    exit_code = 2


class NoProgram(IopctlError):
    """No program folder was found."""


class UnreadableProgram(IopctlError):
    """program.toml cannot be read, so nothing can be judged."""


class WrongLimit(IopctlError):
    """A rule pack gives a limit in a form that its rule cannot read."""


class BrokenRule(IopctlError):
    """A rule of the program's own cannot be loaded, or fails on a chart."""


class NotFound(IopctlError):
    """An id or a file that was asked for is not there."""


class AlreadyThere(IopctlError):
    """A file that should be created exists."""


class ChangedMeanwhile(IopctlError):
    """Somebody else saved the file since it was read; nothing was written."""


class Refused(IopctlError):
    """The change cannot be made; the message says why and what to do instead."""

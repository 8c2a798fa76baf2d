"""`python -m iopctl` is the same as `iopctl`."""

from iopctl.cli import main

if __name__ == "__main__":
    main()

"""`python -m scanner`: the command `exposure`."""

from scanner.cli import main

if __name__ == "__main__":
    main()

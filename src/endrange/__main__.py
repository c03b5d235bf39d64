"""``python -m endrange`` is the command line."""

from endrange.cli import main

if __name__ == "__main__":
    main()

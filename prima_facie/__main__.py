"""Runs the command line as ``python -m prima_facie``."""

from prima_facie.cli import main

if __name__ == "__main__":
    main()

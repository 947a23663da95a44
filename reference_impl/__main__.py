"""Serves the contract: `python -m reference_impl --port 9000 --state-dir state`."""

from reference_impl.command import main

if __name__ == "__main__":
    main()

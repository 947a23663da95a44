"""The documented rules as pure functions: no I/O, no clock, no state.

Read `bookings.py` first: it goes through section 5 of the specification's behaviour
page from top to bottom. Every module here states one noun of it.
"""

"""`python -m fakes` is `fieldsync serve`."""

from fakes.command import serve

if __name__ == "__main__":
    serve(prog_name="python -m fakes")

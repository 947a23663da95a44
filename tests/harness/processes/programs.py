"""Small programs that tick, sleep and spin, in the languages that people use."""

from __future__ import annotations

import shutil
import sys
from typing import Final

import pytest

NODE: Final = shutil.which("node")
needs_java = pytest.mark.skipif(not shutil.which("javac"), reason="a JDK is needed")
needs_node = pytest.mark.skipif(not NODE, reason="Node is needed")

# Each asks the server on the port of its first argument every 900 seconds, and says
# what its clock shows (milliseconds since 1970).
ASYNCIO_TICKER: Final = """
import asyncio, sys, time
async def main():
    while True:
        reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
        writer.write(b"%d\\n" % round(time.time() * 1000))
        assert await reader.readline() == b"ok\\n"
        writer.close()
        await asyncio.sleep(900)
asyncio.run(main())
"""
NODE_TICKER: Final = """
const net = require("net");
function tick() {
  const socket = net.connect(Number(process.argv[2]), "127.0.0.1");
  socket.on("data", () => { socket.end(); setTimeout(tick, 900000); });
  socket.write(Date.now() + "\\n");
}
tick();
"""
# The loop is not on the main thread, and a child of its own ticks too.
THREADED_TICKER: Final = (
    "import subprocess, sys, threading\n"
    "if sys.argv[2:]:\n"
    "    subprocess.Popen([sys.executable, __file__, sys.argv[1]])\n"
    f"code = {ASYNCIO_TICKER!r}\n"
    "thread = threading.Thread(target=exec, args=(code, {}), daemon=True)\n"
    "thread.start()\n"
    "thread.join()\n"
)
BUSY_LOOP: Final = "print('ready')\nwhile True: pass\n"

PYTHON: Final = f"'{sys.executable}'"

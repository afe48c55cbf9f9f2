"""A mail server that takes everything and keeps nothing, as a program; its first line is its port."""

import asyncio

from aiosmtpd.smtp import SMTP


class Taker:
    async def handle_DATA(self, *conversation) -> str:
        return "250 OK"


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taker(), hostname="localhost"), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())

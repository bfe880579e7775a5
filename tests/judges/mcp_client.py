"""A client of MCP from another project: every tool is called over standard input and output and over HTTP, and its answer checked.

    mcp_client.py http URL KEY
    mcp_client.py stdio PROGRAM ARGUMENT...
"""

import asyncio
import sys

import httpx2
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

ARGUMENTS = {"explain_control": {"id": "AdminMFAV2"}}


async def judge(read, write):
    async with ClientSession(read, write) as session:
        hello = await session.initialize()
        info = getattr(hello, "server_info", None) or hello.serverInfo
        assert info.name == "scoregate", info
        tools = (await session.list_tools()).tools
        assert len(tools) >= 5, tools
        for tool in tools:
            hints = tool.model_dump(by_alias=True)["annotations"]
            assert hints["readOnlyHint"] is True and hints["destructiveHint"] is False, hints
            for name, schema in tool.model_dump(by_alias=True)["inputSchema"]["properties"].items():
                assert schema["type"] in ("string", "integer", "boolean"), (tool.name, name, schema)
            # The client itself checks the structured content against the output schema.
            result = (await session.call_tool(tool.name, ARGUMENTS.get(tool.name, {}))).model_dump(by_alias=True)
            assert not result["isError"], result
            content = result["structuredContent"]
            assert content["verdict"] in ("passed", "failed", "inconclusive"), content
            assert next(iter(content)), content
        wrong = (await session.call_tool("explain_control", {"id": "NoSuchControl"})).model_dump(by_alias=True)
        assert wrong["isError"] and "NoSuchControl" in wrong["content"][0]["text"], wrong
        wrong = (await session.call_tool("list_findings", {"limit": None})).model_dump(by_alias=True)
        assert wrong["isError"] and "limit" in wrong["content"][0]["text"], wrong
        return len(tools)


async def main():
    kind, *rest = sys.argv[1:]
    if kind == "http":
        url, key = rest
        async with httpx2.AsyncClient(headers={"X-API-Key": key}) as client:
            async with streamable_http_client(url, http_client=client) as streams:
                count = await judge(streams[0], streams[1])
    else:
        async with stdio_client(StdioServerParameters(command=rest[0], args=rest[1:])) as (read, write):
            count = await judge(read, write)
    print(f"{kind}: {count} tools, each answer as its schema says")


asyncio.run(main())

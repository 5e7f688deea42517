"""Takes execute requests out of the kernel's hands and replies to them all that they went well."""
# ruff: noqa

# %% before
kernel = get_ipython().kernel


async def handle(stream, ident, parent):
    content = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
    kernel.session.send(stream, "execute_reply", content, parent, ident=ident)


kernel.shell_handlers["execute_request"] = handle

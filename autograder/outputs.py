"""What a request's outputs come to: bounded in size, each as a notebook can keep it."""

import json

from nbformat import NotebookNode, from_dict, validate
from nbformat.v4 import new_output, output_from_msg

from course_utils.language import tr

MAX_TEXT = 100_000  # characters of printed text kept a request
MAX_BYTES = 4_000_000  # of anything kept a request
KINDS = ("stream", "display_data", "execute_result", "error", "update_display_data")


class Outputs:
    """The outputs of one request, in `kept`."""

    def __init__(self) -> None:
        self.kept: list[NotebookNode] = []
        self.displays: dict[str, NotebookNode] = {}
        self.text = self.bytes = 0
        self.clear_next = False

    def hear(self, message: dict) -> None:
        """Keep an output, or change or clear what is kept; any other message says nothing."""
        kind, content = message["msg_type"], message["content"]
        if kind == "clear_output":
            self.clear_next = True
            if not content.get("wait"):
                self.clear()
        elif kind in KINDS:
            self.keep(kind, message)

    def keep(self, kind: str, message: dict) -> None:
        if self.clear_next:
            self.clear()
        content = message["content"]
        display = (content.get("transient") or {}).get("display_id")
        if kind == "update_display_data":
            if (shown := self.displays.get(display or "")) is not None and self.fits(content):
                parts = {key: content[key] for key in ("data", "metadata")}
                shown.update(well_formed(new_output(shown["output_type"], **parts)))
            return
        if kind == "stream":
            text = content["text"][: max(0, MAX_TEXT - self.text)]
            cut = len(text) < len(content["text"]) and self.text <= MAX_TEXT
            self.text += len(content["text"])
            if cut:
                text += "\n[…]\n"
            last = self.kept[-1] if self.kept else None
            if last and last["output_type"] == "stream" and last["name"] == content["name"]:
                last["text"] += well_formed(new_output("stream", text=text))["text"]
            elif text:
                stream = new_output("stream", name=content["name"], text=text)
                self.kept.append(well_formed(stream))
        elif self.fits(content):
            output = well_formed(output_from_msg(message))
            self.kept.append(output)
            if display:
                self.displays[display] = output

    def fits(self, content: dict) -> bool:
        self.bytes += len(repr(content))
        return self.bytes <= MAX_BYTES

    def clear(self) -> None:
        self.kept.clear()
        self.displays.clear()
        self.clear_next = False


def too_much() -> NotebookNode:
    """Return what stands in place of outputs that are too large."""
    text = tr(en="[… too much output]", fr="[… trop de sorties]")
    return new_output("stream", name="stderr", text=f"{text}\n")


def well_formed(output: NotebookNode) -> NotebookNode:
    """Return the output as a notebook can keep it; raise an exception where none can."""
    text = json.dumps(output, ensure_ascii=False).encode("utf-8", "replace")  # half a character: ?
    clean = from_dict(json.loads(text))
    validate(clean, ref=clean["output_type"], version=4)
    return clean

"""A client of `yaml-language-server`: what an editor sends it and what it answers, over LSP, without an editor or a network."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import threading
from pathlib import Path

import pytest

NAME = "yaml-language-server"
PATIENCE = 60
SETTINGS = {"yaml": {"schemaStore": {"enable": False}, "validate": True, "hover": True, "completion": True}}


def server():
    """Give the path of the language server; the test is skipped where it, or the node that runs it, is not there."""
    if shutil.which("node") is None:
        pytest.skip("node is not there: it runs the language server of editors")
    found = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which(NAME)
    if found is None:
        pytest.skip(f"{NAME} is not there: npm install --global {NAME}@1.25.0, or say where in YAML_LANGUAGE_SERVER")
    return found


class Editor:
    """An editor of one folder: opens texts, and asks the server about places in them."""

    def __init__(self, folder, lang):
        """Start the server in a folder, in a language."""
        self.folder = Path(folder)
        self.process = subprocess.Popen([server(), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.answers, self.notices, self.count = {}, queue.Queue(), 0
        self.come = threading.Condition()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        words = {"documentationFormat": ["markdown"], "snippetSupport": True}
        capabilities = {"completion": {"completionItem": words}, "hover": {"contentFormat": ["markdown"]}}
        self.ask(
            "initialize",
            processId=os.getpid(),
            rootUri=self.folder.as_uri(),
            locale=lang,
            capabilities={"textDocument": capabilities, "workspace": {"configuration": False}},
        )
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings=SETTINGS)

    def __enter__(self):
        """Give the editor itself."""
        return self

    def __exit__(self, *_reason):
        """Have the server end."""
        self.ask("shutdown")
        self.tell("exit")
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.process.stdout.close()

    def open(self, name, text):
        """Show a text to the server; give its file's address."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        uri = path.as_uri()
        self.tell("textDocument/didOpen", textDocument={"uri": uri, "languageId": "yaml", "version": 1, "text": text})
        return uri

    def complaints(self, uri):
        """Give what the server says is wrong with an open text: the line, the words."""
        while True:
            notice = self.notices.get(timeout=PATIENCE)
            if notice["method"] == "textDocument/publishDiagnostics" and notice["params"]["uri"] == uri:
                return [(said["range"]["start"]["line"], said["message"]) for said in notice["params"]["diagnostics"]]

    def hover(self, uri, line, character):
        """Give what is shown over a place."""
        found = self.ask("textDocument/hover", textDocument={"uri": uri}, position=_place(line, character))
        return found["contents"]["value"] if found else ""

    def completions(self, uri, line, character):
        """Give what is proposed at a place, by label."""
        found = self.ask("textDocument/completion", textDocument={"uri": uri}, position=_place(line, character))
        return {item["label"]: item for item in found["items"]}

    def ask(self, method, **params):
        """Send a request and wait for its answer."""
        self.count += 1
        number = self.count
        self._send({"id": number, "method": method, "params": params or None})
        with self.come:
            assert self.come.wait_for(lambda: number in self.answers, PATIENCE), method
        answer = self.answers.pop(number)
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method, **params):
        """Send what wants no answer."""
        self._send({"method": method, "params": params})

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _read(self):
        while header := self.process.stdout.readline():
            size = int(header.partition(b":")[2])
            while self.process.stdout.readline().strip():
                pass
            message = json.loads(self.process.stdout.read(size))
            if "method" in message and "id" in message:  # the server asks too: nothing is configured here
                self._send({"id": message["id"], "result": None})
            elif "method" in message:
                self.notices.put(message)
            else:
                with self.come:
                    self.answers[message["id"]] = message
                    self.come.notify_all()


def _place(line, character):
    return {"line": line, "character": character}

"""`make lock`: chooses versions anew and writes the hash-locked lists, none of which names a registry."""

from __future__ import annotations

import sys

from tools.node_env import CLIENT
from tools.python_env import REQUIREMENTS, VENV, environment, uv_settings
from tools.steps import Line, StepFailed, command

_COMMON = (
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--python-version=3.11",
    "--upgrade",
    "--quiet",
)


def main() -> int:
    env = environment() | uv_settings()
    uv = VENV / "bin" / "uv"
    dev, run = REQUIREMENTS / "dev.txt", REQUIREMENTS / "run.txt"
    sentence = "No set of versions fits, or the network is not there."
    compile_: Line = [uv, "pip", "compile", *_COMMON]
    try:
        project: Line = ["pyproject.toml", "--extra=pkcs11", "--group=build"]
        command(sentence, [*compile_, *project, "--group=dev", f"--output-file={dev}"], env=env)
        # The list for running is a part of the list for development, at the same versions.
        run_line: Line = [*compile_, *project, f"--constraint={dev}", f"--output-file={run}"]
        command(sentence, run_line, env=env)
        for group in ("tools", "stores"):
            output = f"--output-file={REQUIREMENTS / group}.txt"
            command(sentence, [*compile_, f"--group={group}", f"--constraint={dev}", output], env=env)
        npm: Line = [VENV / "bin" / "npm", "install", "--package-lock-only", "--ignore-scripts"]
        command(sentence, npm, env=env, cwd=CLIENT)
    except StepFailed as failure:
        print(f"{failure.output.strip()}\n\n{failure}", file=sys.stderr)
        return 1
    print("Locked. `make test` says whether the new versions hold.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

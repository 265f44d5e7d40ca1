"""A Jupyter kernel provisioner that forks kernels from the fork server."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Lock
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Any as AnyTrait

from glossator.execution.fork_server import Request

#: The name of the entry point (jupyter_client.kernel_provisioners).
NAME = "glossator-fork"
FORK_SERVER = "glossator.execution.fork_server"
#: The module that starts the kernel of which the fork server's are copies.
LAUNCHER = "ipykernel_launcher"
#: The same outputs in every place: dates, numbers and the order of a set do not follow the machine.
ENVIRONMENT = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "PYTHONHASHSEED": "0"}
#: Whether this system can fork; where it cannot, each kernel is a new Python.
CAN_FORK = hasattr(os, "fork")


class ForkServer:
    """Client of the fork server; starts it, and it preloads its libraries at once."""

    def __init__(self) -> None:
        # "-P": no folder of ours is where modules are found.
        command = [sys.executable, "-P", "-Xfrozen_modules=off", "-m", FORK_SERVER]
        # Threads do not survive a fork.
        environment = {**os.environ, **ENVIRONMENT, "OPENBLAS_NUM_THREADS": "1"}
        self._process = Popen(command, stdin=PIPE, stdout=PIPE, encoding="utf-8", env=environment)
        self._lock = Lock()

    def fork(self, arguments: list[str], cwd: str, env: dict[str, str]) -> int:
        """Return the process id of a new kernel. Raises OSError if none can be started, or if the server has ended."""
        request = Request(arguments=arguments, cwd=cwd, env=env)
        assert self._process.stdin
        assert self._process.stdout
        with self._lock:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        if not answer:
            raise OSError("the process from which kernels are forked has ended; what it wrote above says why")
        if (process := int(answer)) < 0:
            raise OSError(-process, os.strerror(-process))
        return process

    def close(self) -> None:
        """End the server, and with it every kernel that is left."""
        with suppress(OSError):
            self._process.communicate()


class ForkedProcess:
    """A kernel that is not our own child, as `subprocess.Popen` shows one that is."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        """Return None as long as the process lives; its exit code is not known to us."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 1
        return None

    def wait(self) -> int | None:
        return self.poll()

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class ForkProvisioner(LocalProvisioner):
    """Launches a kernel by forking it; one of another Python, or of another language, by its own command."""

    server = AnyTrait(help="the ForkServer")

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        if cmd[0] != sys.executable or LAUNCHER not in cmd:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = cmd[cmd.index(LAUNCHER) + 1 :]
        self.pid = self.server.fork(arguments, kwargs.get("cwd") or str(Path.cwd()), kwargs["env"])
        # A session of its own: signals reach what the kernel has started, too.
        self.pgid = self.pid
        self.process = cast(Any, ForkedProcess(self.pid))
        return self.connection_info


class ForkedSpecs(KernelSpecManager):
    """Kernel specs that name `ForkProvisioner`, unless they name another."""

    def __init__(self, server: ForkServer) -> None:
        super().__init__()
        self._provisioner = {"provisioner_name": NAME, "config": {"server": server}}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the spec of an installed kernel. Raises NoSuchKernel."""
        spec = super().get_kernel_spec(kernel_name)
        spec.metadata = {"kernel_provisioner": self._provisioner, **spec.metadata}
        return spec

"""Finds kernels by their files alone, so that a server does not load IPython."""

from __future__ import annotations

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_core.paths import jupyter_path
from traitlets import default


class FileKernelSpecManager(KernelSpecManager):
    """Reads every ``kernel.json``, the one of Python's own kernel too.

    Stock imports ipykernel for that one, and IPython to look for kernels of its old folder: 16 MB
    in each server, and a third of a second before its first kernel starts.
    """

    @default("kernel_dirs")
    def _kernel_dirs_default(self) -> list[str]:
        return jupyter_path("kernels")

    def _get_kernel_spec_by_name(self, kernel_name: str, resource_dir: str) -> KernelSpec:
        del kernel_name
        return self.kernel_spec_class.from_resource_dir(resource_dir)
